"""Chaffs: one plausible wrong idea each, in one file each, below a folder named for its module.

Ground floor: imports no other room. A chaff is run in workers only, never imported.
"""

from autograder.answer_key.variants import Variant, VariantError, read_variants, variant_source

__all__ = ["Variant", "VariantError", "read_variants", "variant_source"]
