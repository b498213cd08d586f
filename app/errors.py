"""What can go wrong in the domain: each error knows its status and the plain words shown for it.

None of them carries anything the person wrote.
"""


class RopeworkError(Exception):
    """Something a person can be told about; ``status`` is HTTP's, ``title`` and ``advice`` are shown."""

    status = 500
    code = "internal"
    title = "Something went wrong here"
    advice = "Nothing you wrote was sent anywhere. Go back and try once more."

    def __init__(self) -> None:
        super().__init__(self.title)


class NotFoundError(RopeworkError):
    """No such page or entry, or it belongs to someone else: the two look the same."""

    status = 404
    code = "not_found"
    title = "There is nothing here"
    advice = "It may have been deleted, or the address has a slip in it."


class ForeignOriginError(RopeworkError):
    """A change was asked for from another site."""

    status = 403
    code = "foreign_origin"
    title = "That did not come from this page"
    advice = "Nothing was changed. Open the page again and press the button there."


class UnknownHostError(RopeworkError):
    """The server was called by a name it does not answer to."""

    status = 400
    code = "unknown_host"
    title = "Wrong address"
    advice = "Use the address that was printed when the app started."


class MessageRefusedError(RopeworkError):
    """A message cannot be taken as it is; the text stays in the box."""

    status = 422
    code = "message_refused"


class EmptyMessageError(MessageRefusedError):
    """Nothing but blanks was sent."""

    title = "The box is empty"
    advice = "Write what happened, in your own words."


class LongMessageError(MessageRefusedError):
    """More characters than one message may have."""

    title = "That is too long for one message"
    advice = "One message can have 20,000 characters. Your text is still in the box: please shorten it or send it in parts."


class BadChoiceError(RopeworkError):
    """A form came with a value that is not on offer."""

    status = 422
    code = "invalid"
    title = "That was not one of the choices"
    advice = "Go back and pick one of those on the page."
