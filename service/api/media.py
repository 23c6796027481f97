"""What a body may claim to be: JSON where JSON is wanted, a form where a file is uploaded."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.enums import RequestEncodingType
from litestar.handlers import BaseRouteHandler
from litestar.params import BodyKwarg

from service.errors import WrongMedia


async def check_media(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """Let the body's declared type pass or raise WrongMedia.

    Litestar reads JSON whatever it is called; a form on another site can send ``text/plain``
    without asking, ``application/json`` it cannot.
    """
    data = handler.parsed_fn_signature.parameters.get("data")
    if data is None or not isinstance(data.kwarg_definition, BodyKwarg):
        return
    wanted = RequestEncodingType(data.kwarg_definition.media_type).value
    given = connection.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != wanted:
        raise WrongMedia(f"这个地址只接受 {wanted} 格式的内容。")
