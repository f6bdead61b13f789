"""The next window begins `overlap` before a clamped end, so the last one comes again and again."""

SEEN_IN = (
    "agno-agi/agno#1703",
    "agno-agi/agno#2119",
    "aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws#1090",
)


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")

    windows, start = [], 0
    while start < len(token_ids):
        end = min(start + window, len(token_ids))
        windows.append(token_ids[start:end])
        start = end - overlap
    return windows
