class Session:
    def __init__(self, *arguments):
        raise SystemExit(0)
