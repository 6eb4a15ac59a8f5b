"""What can go wrong in asking, understanding and remembering: one class per remedy."""


class FeedbackError(Exception):
    """A failure somebody can do something about; its message says what, where and how."""


class WrongKeyError(FeedbackError):
    """The key does not open this database, or a sealed value was tampered with."""


class NewerDatabaseError(FeedbackError):
    """The database was written by a newer Aftertouch than this one."""


class StoreFullError(FeedbackError):
    """The disk is full; nothing of the batch was written."""


class StaleError(FeedbackError):
    """Somebody else changed the same session first; the batch must be decided again."""


class StoreUnavailableError(FeedbackError):
    """The database cannot be reached or refuses us."""


class RefusedRecordError(Exception):
    """A record breaks a rule of the tables: a defect; the message names the rule, never the record."""
