import warnings

warnings.simplefilter("error")
try:
    warnings.warn("this is a first version", stacklevel=1)
except UserWarning as warning:
    print(warning)
