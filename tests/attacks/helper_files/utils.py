from helpers.numbers import BILLION
from tests import ONE

assert ONE == 1
