"""`stet serve --memory`: a tab that needs more than its share says so, and takes nothing from the others."""

from __future__ import annotations

from pathlib import Path

from serving import TEXT, browser, enter, serving, tab


async def test_a_tab_that_needs_more_memory_than_its_share_says_so_and_others_go_on(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    large.write_text(TEXT * 15_000)
    with serving("--library", tmp_path / "library", "--memory", "256", large) as served:
        async with browser(served.address) as session:
            assert await enter(session, served.hear_key()) == 204
            async with tab(session) as other:
                await other.expect("Extraction failed: ")
                await other.expect("; the text can be read")
                async with tab(session) as one:
                    await one.expect("Mayor Ida Berg said 12 ships")
