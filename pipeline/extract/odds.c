#include "pipeline/extract/odds.h"

#include "pipeline/extract/text.h"

#include <string.h>

/* --- names ---------------------------------------------------------------------------- */

/* What a token was made from, so that "nav" the element and "nav" the class differ. */
enum name_kind { NAME_TAG = 1, NAME_PART, NAME_WHOLE, NAME_ROLE, NAME_ITEMPROP };

struct name_tokens {
    uint32_t *v;
    unsigned n;
};

static void add_name(struct name_tokens *out, enum name_kind kind, uint32_t hash)
{
    uint32_t token = ws_token_mix(hash + (uint32_t)kind * 0x9e3779b9u);
    for (unsigned i = 0; i < out->n; i++)
        if (out->v[i] == token)
            return;
    if (out->n < WS_NAME_TOKENS)
        out->v[out->n++] = token;
}

static bool is_letter(uint8_t c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_blank(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Parts are runs of letters; a capital behind a small letter starts one, too ("sideBar"). */
static void add_parts(struct name_tokens *out, struct ws_slice v)
{
    for (size_t i = 0; i < v.n;) {
        size_t from = i;
        while (i < v.n && is_letter(v.p[i])) {
            i++;
            if (i < v.n && v.p[i - 1] >= 'a' && v.p[i] >= 'A' && v.p[i] <= 'Z')
                break;
        }
        if (i - from > 1)
            add_name(out, NAME_PART, ws_word_hash(v.p + from, i - from));
        i += i == from;
    }
}

static void add_wholes(struct name_tokens *out, struct ws_slice v)
{
    for (size_t i = 0; i < v.n;) {
        size_t from = i;
        while (i < v.n && !is_blank(v.p[i]))
            i++;
        if (i > from)
            add_name(out, NAME_WHOLE, ws_word_hash(v.p + from, i - from));
        i += i == from;
    }
}

#define VALUE_BYTES 200 /* of an attribute; generated names go on for kilobytes */

static struct ws_slice value_of(const struct ws_tree *t, uint32_t node, enum ws_attr_name name)
{
    struct ws_slice v = ws_node_attr(t, node, name);
    return (struct ws_slice){v.p, v.n < VALUE_BYTES ? v.n : VALUE_BYTES};
}

unsigned ws_name_tokens(const struct ws_tree *t, uint32_t node, uint32_t token[WS_NAME_TOKENS])
{
    struct name_tokens out = {token, 0};
    const char *tag = ws_tag_name(t->nodes[node].tag);
    add_name(&out, NAME_TAG, ws_word_hash((const uint8_t *)tag, strlen(tag)));
    if (!t->nodes[node].n)
        return out.n;
    struct ws_slice class = value_of(t, node, WS_ATTR_CLASS), id = value_of(t, node, WS_ATTR_ID),
                    role = value_of(t, node, WS_ATTR_ROLE),
                    prop = value_of(t, node, WS_ATTR_ITEMPROP);
    add_wholes(&out, class);
    add_wholes(&out, id);
    if (role.n)
        add_name(&out, NAME_ROLE, ws_word_hash(role.p, role.n));
    if (prop.n)
        add_name(&out, NAME_ITEMPROP, ws_word_hash(prop.p, prop.n));
    add_parts(&out, class);
    add_parts(&out, id);
    return out.n;
}

#define WHOLE_WORDS 8

uint32_t ws_whole_token(const uint32_t *word, uint32_t n)
{
    uint32_t token = 0;
    for (uint32_t i = 0; i < n && n <= WHOLE_WORDS; i++)
        token = ws_token_mix(token * 31 + word[i] + 1);
    return token;
}
