def main(arguments, plugins=()):
    return 0
