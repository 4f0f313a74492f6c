#include "pipeline/input/payload.h"

#include <string.h>

bool ws_payload_is_in(enum ws_record_type type)
{
    return type == WS_REC_RESPONSE || type == WS_REC_RESOURCE || type == WS_REC_CONVERSION;
}

/* Status line and header of an HTTP message. A resource or conversion is the page itself,
 * unless its type says that it is a message, too; and a response without status line is taken
 * for one. */
static enum ws_status read_message(struct ws_http_decoder *decoder, const struct ws_record *rec,
                                   struct ws_slice block, struct ws_payload *p)
{
    enum ws_status st = WS_OK;
    char block_type[WS_MIME_SIZE];
    ws_mime_essence(rec->content_type, block_type);
    bool said = strcmp(block_type, "application/http") == 0;
    p->http = (struct ws_http){.body = block};
    p->is_message = said || rec->type == WS_REC_RESPONSE;
    if (p->is_message)
        st = ws_http_parse(decoder, block, &p->http, &p->warning);
    p->warned = st != WS_OK;
    if (st == WS_SKIP || st == WS_FATAL)
        return st;
    p->status = p->http.status;
    p->content_type = p->status == 0 && !said ? rec->content_type : p->http.content_type;
    p->bytes = p->http.body;
    return WS_OK;
}

bool ws_payload_open(struct ws_http_decoder *decoder, const struct ws_record *rec,
                     struct ws_slice block, struct ws_payload *p, enum ws_outcome *outcome)
{
    enum ws_status st = read_message(decoder, rec, block, p);
    *outcome = WS_OUT_HTTP_HEADER;
    if (st != WS_OK)
        return st != WS_FATAL;
    *outcome = WS_OUT_ARTICLE;
    ws_mime_essence(p->content_type, p->mime);
    ws_mime_essence(rec->payload_type, p->media);
    if (!ws_mime_is_known(p->media))
        memcpy(p->media, p->mime, sizeof p->media);
    return true;
}

/* By declaration; where there is none, the first bytes are asked later. */
static bool may_be_wanted(const struct ws_record *rec, const struct ws_payload *p)
{
    if (rec->type == WS_REC_CONVERSION)
        return strcmp(p->media, "text/plain") == 0;
    return !ws_mime_is_known(p->media) || ws_mime_is_html(p->media);
}

bool ws_payload_decode(struct ws_http_decoder *decoder, const struct ws_record *rec,
                       struct ws_payload *p, enum ws_outcome *outcome)
{
    p->warned = false;
    *outcome = WS_OUT_NOT_HTML;
    if (!may_be_wanted(rec, p))
        return true;
    enum ws_status st =
        p->is_message ? ws_http_body(decoder, &p->http, &p->bytes, &p->warning) : WS_OK;
    p->warned = st != WS_OK;
    bool known = ws_mime_is_known(p->media);
    if (st == WS_SKIP)
        *outcome = WS_OUT_HTTP_CODING;
    else if (p->bytes.n == 0)
        *outcome = WS_OUT_NO_BODY;
    else if (known ? !ws_sniff_binary(p->bytes) : ws_sniff_html(p->bytes))
        *outcome = WS_OUT_ARTICLE;
    return st != WS_FATAL;
}
