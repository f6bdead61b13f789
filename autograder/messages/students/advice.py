"""Advice on errors, and notes on changes that an import leaves behind."""

# By the values of `autograder.sandbox.outcome.Advice`: follows the error, so each is a clause.
ADVICE = {
    "breakpoint": "breakpoint() stops here, because there is no debugger while grading: remove the call",
    "exit": "exit(), sys.exit() or argparse ended the program: remove the call, or put it below "
    "if __name__ == '__main__':",
    "input": "input() and sys.stdin find nothing, because nobody types while grading: remove the call, or "
    "put it below if __name__ == '__main__':",
    "argv": "sys.argv holds the file's name only, and no arguments while grading: use a default",
    "conflict": "these are the marks of a merge with Git: keep one of the two versions, and delete the lines "
    "that begin with <<<<<<<, ======= and >>>>>>>",
    "null bytes": "the file is damaged, because it holds null bytes: save it in your editor, and upload it",
    "not source": "the file holds no Python code, but a web page, a document or what Git stores in place of "
    "a file: upload the code itself",
    "pasted": "this line belongs to a notebook, a terminal or a text, not to Python: delete it",
    "prompts": "prompts such as >>> and In [1]: were copied with the code: delete them, and the output lines",
    "line numbers": "line numbers were copied with the code: copy it again without them, or upload the file "
    "itself",
    "fences": "the file holds text around the code, with lines of ```: keep only the code between them",
    "entities": "the code was copied from a web page's source: write < in place of &lt;, > in place of &gt;, "
    "and & in place of &amp;",
    "typography": "a word processor or a web page has put this character in: type it again in your editor, "
    "as ', \", - or a space",
    "tabs": "tabs and spaces are mixed: use spaces only, in VS Code by Convert Indentation to Spaces in the "
    "command palette",
    "processes": "your code may not start processes while grading: do the work in the function itself",
    "network": "there is no network while grading: put what you need into your own files",
    "no right": "your code may not do this while grading: writing files, starting processes and the network "
    "are closed",
    "no file": "there is no such file while grading, because only Python files are used: put the data into "
    "a .py file",
    "relative": "a relative import such as `from .name import …` reaches your own folder only: "
    "write `from name import …`",
    "circular": "your files import each other in a circle: move what they share into one of them, or put an "
    "import into the function that needs it",
    "own provided": "grading uses its own provided/, not your copy: put your own code into a file of yours",
    "no package": "grading has the packages of requirements.txt and the .py files that you upload: "
    "upload the file, or do without the package",
    "hidden": "Python has a module with the name of your file, and uses its own: rename your file",
    "newer library": "grading uses Python {python}, whose library does not have this: write it without",
    "newer syntax": "grading uses Python {python}, and this looks like the syntax of a newer version: "
    "write it in the older form",
    "utf-16": "the file is saved as UTF-16: save it as UTF-8, in VS Code by clicking on the encoding at the "
    "bottom right, in Notepad by File → Save as",
    "utf-32": "the file is saved as UTF-32: save it as UTF-8, in VS Code by clicking on the encoding at the "
    "bottom right",
    "not utf-8": "the file is not saved as UTF-8 but in an older encoding, such as Windows-1252: save it as "
    "UTF-8, in VS Code by clicking on the encoding at the bottom right, in Notepad by File → Save as",
    "gpu": "there is no GPU while grading: remove .cuda(), device='cuda' and the like",
    "compile": "torch.compile does not work while grading: remove it",
    "gradients off": "gradients are off, most likely by torch.set_grad_enabled(False) for all code: use "
    "`with torch.no_grad():` around single lines",
    "device set": "there is no GPU while grading, so torch.set_default_device() has no effect: "
    "remove the call",
    "dtype set": "torch.set_default_dtype() changes the results of all code in the file: remove the call",
}


def with_advice(words: str, advice: str, python: str) -> str:
    """Add what to do about an error, if it is known.

    >>> with_advice("raised EOFError", "", "3.11")
    'raised EOFError'
    """
    return f"{words}; {ADVICE[advice].format(python=python)}" if advice else words


def left_by_import(file: str, advice: str) -> str:
    """Return the note on what importing a file has changed for all code after it."""
    return f"{file}: {ADVICE[advice]}"
