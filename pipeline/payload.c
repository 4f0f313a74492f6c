#include "pipeline/payload.h"

#include <string.h>

bool ws_payload_is_in(enum ws_record_type type)
{
    return type == WS_REC_RESPONSE || type == WS_REC_RESOURCE;
}

/* Status line, header and body of an HTTP message. A resource is the page itself, unless its
 * type says that it is a message, too; and a response without status line is taken for one. */
static enum ws_status read_message(struct ws_http_decoder *decoder, const struct ws_record *rec,
                                   struct ws_slice block, struct ws_payload *p,
                                   struct ws_http *http, bool *is_message)
{
    enum ws_status st = WS_OK;
    char block_type[WS_MIME_SIZE];
    ws_mime_essence(rec->content_type, block_type);
    bool said = strcmp(block_type, "application/http") == 0;
    *http = (struct ws_http){.body = block};
    *is_message = said || rec->type == WS_REC_RESPONSE;
    if (*is_message)
        st = ws_http_parse(decoder, block, http, &p->warning);
    p->warned = st != WS_OK;
    if (st == WS_SKIP || st == WS_FATAL)
        return st;
    p->status = http->status;
    p->content_type = http->status == 0 && !said ? rec->content_type : http->content_type;
    ws_mime_essence(p->content_type, p->mime);
    return WS_OK;
}

/* By declaration: the crawler's (WARC-Identified-Payload-Type) before the server's.
 * *known: there is one, so that the first bytes need not be asked. */
static bool may_be_html(const struct ws_record *rec, const struct ws_payload *p, bool *known)
{
    char identified[WS_MIME_SIZE];
    ws_mime_essence(rec->payload_type, identified);
    const char *type = ws_mime_is_known(identified) ? identified : p->mime;
    *known = ws_mime_is_known(type);
    return !*known || ws_mime_is_html(type);
}

bool ws_payload_find(struct ws_http_decoder *decoder, const struct ws_record *rec,
                     struct ws_slice block, const struct ws_status_set *wanted,
                     struct ws_payload *p, enum ws_outcome *outcome)
{
    struct ws_http http;
    bool is_message, known;
    enum ws_status st = read_message(decoder, rec, block, p, &http, &is_message);
    if (st != WS_OK) {
        *outcome = WS_OUT_HTTP_HEADER;
        return st != WS_FATAL;
    }
    if (!ws_status_set_has(wanted, p->status)) {
        *outcome = WS_OUT_STATUS;
        return true;
    }
    if (!may_be_html(rec, p, &known)) {
        *outcome = WS_OUT_NOT_HTML;
        return true;
    }
    p->bytes = http.body;
    if (is_message)
        st = ws_http_body(decoder, &http, &p->bytes, &p->warning);
    p->warned |= st != WS_OK;
    if (st == WS_SKIP)
        *outcome = WS_OUT_HTTP_CODING;
    else if (p->bytes.n == 0)
        *outcome = WS_OUT_NO_BODY;
    else if (known ? ws_sniff_binary(p->bytes) : !ws_sniff_html(p->bytes))
        *outcome = WS_OUT_NOT_HTML;
    else
        *outcome = WS_OUT_ARTICLE;
    return st != WS_FATAL;
}
