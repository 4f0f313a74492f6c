/* Reads a pruned page (lean.h) without a parser: the way out when libxml2 gives up on one. */
#include "pipeline/page/tree_internal.h"

#include <string.h>

static const uint8_t *read_tag(const uint8_t *p, const uint8_t *end, struct ws_tree_sink *s)
{
    const uint8_t *close = memchr(p, '>', (size_t)(end - p)), *at = p + 1;
    if (!close)
        return end;
    bool end_tag = *at == '/';
    struct ws_slice name = {at += end_tag, 0};
    while (at < close && *at != ' ' && *at != '/')
        at++;
    name.n = (size_t)(at - name.p);
    enum ws_tag tag = ws_lean_tag(name);
    if (tag == WS_TAG_BODY)
        return close + 1;
    if (end_tag) {
        ws_tree_sink_end(s, tag);
    } else {
        static const char attr[] = " a=";
        uint32_t list = 0;
        if ((size_t)(close - at) > sizeof attr - 1 && *at == ' ')
            list = ws_tree_sink_list(s, at + sizeof attr - 1, close);
        ws_tree_sink_start(s, tag, list);
    }
    return close + 1;
}

static const uint8_t *read_reference(const uint8_t *p, const uint8_t *end,
                                     struct ws_tree_sink *s)
{
    bool amp = end - p > 1 && p[1] == 'a';
    ws_tree_sink_text(s, (const uint8_t *)(amp ? "&" : "<"), 1);
    return p + (amp ? sizeof "&amp;" : sizeof "&lt;") - 1;
}

void ws_tree_read_plain(struct ws_slice html, struct ws_tree_sink *s)
{
    const uint8_t *p = html.p, *end = html.p + html.n;
    while (p < end && !s->lost) {
        const uint8_t *text = p;
        while (p < end && *p != '<' && *p != '&')
            p++;
        ws_tree_sink_text(s, text, (size_t)(p - text));
        if (p < end)
            p = *p == '<' ? read_tag(p, end, s) : read_reference(p, end, s);
    }
}
