"""What can go wrong, by name. Each class knows its status and what the person is told; never any of their text."""


class RopeworkError(Exception):
    """Something the person should be told in plain words."""

    status = 500
    code = "internal"
    told = "Something went wrong here. Nothing you saved is lost. Please try again."


class NotFoundError(RopeworkError):
    """There is no such row, or it is somebody else's: both look the same."""

    status = 404
    code = "not_found"
    told = "There is nothing here. It may have been deleted."


class TooLongError(RopeworkError):
    """A message is over 20,000 characters."""

    status = 422
    code = "too_long"
    told = "That is longer than 20,000 characters. Please shorten it or send it in two parts."


class EmptyError(RopeworkError):
    """A message holds no words."""

    status = 422
    code = "empty"
    told = "There are no words in that message yet."


class UnreadableError(RopeworkError):
    """A form or request is not what the page sends."""

    status = 422
    code = "invalid"
    told = "That request could not be understood. Go back and try again."


class TooBigError(RopeworkError):
    """A request is over 256 KB."""

    status = 413
    code = "too_big"
    told = (
        "That is more than this app takes in one go (256 KB). Go back: your text should still be there. "
        "Please send it in parts."
    )


class TooBigFileError(TooBigError):
    """A file is over 100 MB."""

    told = "That file is larger than 100 MB. Export a shorter time of the chat, or without media, and bring that."


class LeftError(RopeworkError):
    """The person pressed Exit; what they wrote is not shown until they open the start page."""

    status = 303
    code = "left"
    told = ""


class UnknownHostError(RopeworkError):
    """The server was called by a name it does not answer to."""

    status = 421
    code = "unknown_host"
    told = "This server does not answer to that name. Use the address that was printed when it started."


class ForeignOriginError(RopeworkError):
    """A change was asked for by another site."""

    status = 403
    code = "forbidden_origin"
    told = "This request came from another site, so it was refused."


class UnauthorizedError(RopeworkError):
    """The JSON API was called without the token."""

    status = 401
    code = "unauthorized"
    told = "Send the token from the file api-token in the data folder as: Authorization: Bearer TOKEN"


class NotReadyError(RopeworkError):
    """The reader cannot be used: its model is missing or damaged."""

    status = 503
    code = "model_unavailable"
    told = (
        "The reader is not available: its model is missing or damaged. Install Ropework again, or in a checkout run "
        "`git checkout -- data/model`, and start again."
    )


class StorageError(RopeworkError):
    """The database did not take or give what was asked; nothing was changed."""

    status = 503
    code = "storage"


class BusyError(StorageError):
    """Another program holds the database, or too many requests wait."""

    code = "busy"
    told = (
        "Your notes are in use by another program right now, so this was not saved. "
        "Nothing is lost: please try again in a moment."
    )


class FullError(StorageError):
    """The disk is full."""

    status = 507
    code = "disk_full"
    told = "The disk is full, so this was not saved. Your earlier notes are safe. Make some room and send it again."


class ReadOnlyError(StorageError):
    """The database cannot be written to."""

    code = "read_only"
    told = (
        "The file with your notes may not be written to, so this was not saved. "
        "Look at the rights of the data folder, then send it again."
    )


class DamagedError(StorageError):
    """The database file is damaged."""

    code = "damaged"
    told = (
        "The file with your notes is damaged, so this was not saved. Stop Ropework, keep a copy of the data folder, "
        "and run `ropework doctor`: it says what can be done."
    )


class UnreachableError(StorageError):
    """The database cannot be reached: a disk or a server that does not answer."""

    code = "unreachable"
    told = (
        "The place where your notes are kept does not answer, so this was not saved. "
        "Nothing earlier is lost: please try again in a moment."
    )


class LockedError(RopeworkError):
    """The notes are locked, or this browser has not unlocked them."""

    status = 423
    code = "locked"
    told = "Your notes are locked. Open them with your passphrase."


class WrongPassphraseError(RopeworkError):
    """The passphrase does not open the notes."""

    status = 403
    code = "wrong_passphrase"
    told = "That passphrase does not open the notes. Nobody can look it up or reset it."


class TooManyTriesError(RopeworkError):
    """Too many wrong passphrases one after the other."""

    status = 429
    code = "too_many_tries"
    told = "Too many tries one after the other. Wait half a minute, then try again."
