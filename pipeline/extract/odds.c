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

static bool is_blank(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void add_parts(struct name_tokens *out, struct ws_slice v)
{
    struct ws_slice part;
    uint32_t hash;
    if (!v.n)
        return; /* v.p may be NULL */
    for (const uint8_t *p = v.p, *end = v.p + v.n; p < end;) {
        p = ws_name_part(p, end, &part, &hash);
        if (part.n > 1)
            add_name(out, NAME_PART, hash);
    }
}

static void add_wholes(struct name_tokens *out, struct ws_slice v)
{
    if (!v.n)
        return; /* v.p may be NULL */
    for (const uint8_t *p = v.p, *end = v.p + v.n; p < end; p++) {
        uint32_t h = WS_HASH_START;
        const uint8_t *from = p;
        for (; p < end && !is_blank(*p); p++)
            h = (h ^ ws_lower(*p)) * WS_HASH_PRIME;
        if (p > from)
            add_name(out, NAME_WHOLE, h ? h : 1);
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
