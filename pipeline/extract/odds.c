#include "pipeline/extract/odds.h"

#include "pipeline/extract/text.h"

#include <string.h>

#define WHOLE_WORDS 8 /* a longer block is hardly ever on two pages */

/* Every bit of the input moves the upper bits, of which the tables use the first. */
static uint32_t mix(uint32_t h)
{
    h ^= h >> 16;
    h *= 0x7feb352du;
    h ^= h >> 15;
    return h * 0x846ca68bu;
}

/* --- names ---------------------------------------------------------------------------- */

/* What a token was made from, so that "nav" the element and "nav" the class differ. */
enum name_kind { NAME_TAG = 1, NAME_PART, NAME_WHOLE, NAME_ROLE, NAME_ITEMPROP };

struct name_tokens {
    uint32_t *v;
    unsigned n;
};

static void add_name(struct name_tokens *out, enum name_kind kind, uint32_t hash)
{
    uint32_t token = mix(hash + (uint32_t)kind * 0x9e3779b9u);
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

/* --- words ---------------------------------------------------------------------------- */

static bool add_word(void *ctx, const uint8_t *p, size_t n)
{
    struct ws_text_tokens *out = ctx;
    uint32_t token = mix(ws_word_hash(p, n));
    out->word[out->n] = token;
    out->pair[out->n] = out->n ? mix(out->word[out->n - 1] * 31 + token) : 0;
    out->n++;
    out->whole = mix(out->whole * 31 + token + 1);
    return out->n < WS_TEXT_TOKENS;
}

void ws_text_tokens(struct ws_slice text, struct ws_text_tokens *out)
{
    out->n = 0;
    out->whole = 0;
    ws_each_word(text, add_word, out);
    if (out->n > WHOLE_WORDS)
        out->whole = 0;
}
