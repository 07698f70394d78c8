"""Mayors: everybody whom an article calls a mayor, and what they are quoted with. Needs nothing but Python."""

import json
import re
import sys

MAYOR = re.compile(r"\bMayor ([A-Z]\w+(?: [A-Z]\w+)*)")
QUOTE = re.compile(r"“([^”]+)”")

for line in sys.stdin:  # (1)
    article = json.loads(line)
    text = article["text"]
    spans = [  # (2)
        {"kind": "person", "start": found.start(1), "end": found.end(1), "attributes": {"role": "Mayor"}}
        for found in MAYOR.finditer(text)
    ]
    quotations = [  # (3)
        {"kind": "quote", "text": found[0], "before": text[: found.start()], "confidence": 0.6}
        for found in QUOTE.finditer(text)
    ]
    answer = {"version": 1, "id": article["id"], "spans": spans, "quotations": quotations}
    print(json.dumps(answer), flush=True)  # (4)
