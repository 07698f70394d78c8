"""What makes a field doubtful, in a few words."""

from extract.doubts.reasons import SURE_ENOUGH, Doubts, count_doubts
from extract.doubts.wording import bears_out, is_unit

__all__ = ["SURE_ENOUGH", "Doubts", "bears_out", "count_doubts", "is_unit"]
