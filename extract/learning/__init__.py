"""What a library's own decisions teach the extractor. Nothing here is truth: all of it is made anew from the edits."""
