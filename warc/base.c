#include "warcsift/base.h"

#include <stdarg.h>
#include <stdio.h>

static const char *const CODE_NAMES[WS_CODE_COUNT] = {
    [WS_E_NONE] = "none",
    [WS_E_IO] = "io",
    [WS_E_NOMEM] = "no_memory",
    [WS_E_NOT_ARCHIVE] = "not_an_archive",
    [WS_E_ZIP] = "zip",
    [WS_E_UNSUPPORTED] = "unsupported_format",
    [WS_E_TRUNCATED] = "truncated",
    [WS_E_INFLATE] = "corrupt_compression",
    [WS_E_CHECKSUM] = "checksum",
    [WS_E_GARBAGE] = "garbage",
    [WS_E_RECORD_HEADER] = "record_header",
    [WS_E_RECORD_LENGTH] = "record_length",
    [WS_E_RECORD_TOO_BIG] = "record_too_big",
    [WS_E_RATIO] = "inflate_ratio",
    [WS_E_HTTP_HEADER] = "http_header",
    [WS_E_HTTP_CODING] = "http_coding",
    [WS_E_DIGEST] = "digest",
    [WS_E_NOT_THERE] = "not_there",
    [WS_E_LIMIT] = "page_limit",
    [WS_E_HTTP_UNTRUE] = "http_untrue",
};

const char *ws_code_name(enum ws_code code)
{
    return (unsigned)code < WS_CODE_COUNT ? CODE_NAMES[code] : "unknown";
}

void ws_error_set(struct ws_error *e, enum ws_code code, uint64_t offset, const char *fmt, ...)
{
    if (!e)
        return;
    *e = (struct ws_error){.code = code, .offset = offset};
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(e->msg, sizeof e->msg, fmt, ap);
    va_end(ap);
}
