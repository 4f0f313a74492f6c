#include "pipeline/page/nest.h"

#include <string.h>

/* Formatting elements that are open inside one whose end tag comes too early are closed with it
 * and opened again (a simple form of the adoption agency, 13.2.6.4.7); not more than this many.
 */
#define MAX_REOPENED 8

static const struct ws_attr_range NO_ATTRS = {0, 0};

void ws_nest_begin(struct ws_nest *nest, struct ws_draft *draft)
{
    memset(nest, 0, offsetof(struct ws_nest, open[1]));
    nest->open[0].str.p = draft->page.p;
    nest->draft = draft;
}

/* ---- opening and closing ---- */

const uint8_t ws_nest_mask[16] = {255, 255, 255, 255, 255, 255, 255, 255};

static inline void close_last(struct ws_nest *nest)
{
    struct ws_nest_open *e = &nest->open[nest->n--];
    unsigned t = ws_name_traits[e->name];
    if (!e->ended)
        nest->innermost[e->slot] = e->outer;
    if (e->written)
        ws_draft_end(nest->draft);
    nest->draft->verbatim -= (t & WS_NT_VERBATIM) != 0;
    nest->hidden -= (t & WS_NT_HIDDEN) != 0;
    if (nest->n_over && nest->n < WS_NEST_MAX - 1) {
        memset(nest->over, 0, sizeof nest->over); /* they stood in the element that ends here */
        nest->n_over = 0;
    }
}

void ws_nest_pop(struct ws_nest *nest)
{
    do
        close_last(nest);
    while (nest->open[nest->n].ended);
}

/* Closes the element at that place and all in it. */
static void close_from(struct ws_nest *nest, unsigned place)
{
    while (nest->n >= place)
        ws_nest_pop(nest);
}

/* Where the innermost element of that name is noted. */
static unsigned slot_of(unsigned name, struct ws_slice str)
{
    unsigned h = 0;
    if (name != WS_TAG_UNKNOWN)
        return name;
    for (size_t i = 0; i < str.n; i++)
        h = h * 31 + (str.p[i] | 0x20);
    return WS_NAME_COUNT + (h ^ h >> 6 ^ h >> 12) % WS_NEST_UNKNOWN;
}

static inline ws_nest_bounds bounds_of(ws_nest_bounds outer, unsigned traits, unsigned place)
{
    static const ws_nest_bounds KINDS = {/* in the order of enum ws_nest_bound */
                                         WS_NT_SPECIAL,
                                         WS_NT_ITEM,
                                         WS_NT_SCOPE,
                                         WS_NT_SCOPE | WS_NT_BUTTON,
                                         WS_NT_SCOPE | WS_NT_LIST,
                                         WS_NT_TABLE_SCOPE};
    ws_nest_bounds own = (ws_nest_bounds)((KINDS & (uint16_t)traits) != 0);
    return (outer & ~own) | (own & (uint16_t)place);
}

/* Room for one more element of that name. false: it is not to be kept open, only its end tag is due. */
static bool make_room(struct ws_nest *nest, unsigned name)
{
    nest->n_over++;
    nest->over[nest->hidden ? name : nest->open[nest->n].name]++;
    if (nest->hidden)
        return false;
    close_last(nest);
    return true;
}

static inline void push(struct ws_nest *nest, unsigned name, struct ws_slice str, struct ws_attr_range attrs)
{
    unsigned t = ws_name_traits[name];
    if (nest->n == WS_NEST_MAX && !make_room(nest, name))
        return;
    struct ws_nest_open *e = &nest->open[++nest->n];
    e->bound = bounds_of(e[-1].bound, t, nest->n);
    e->str = str;
    e->attrs = attrs;
    e->name = (uint16_t)name;
    e->slot = (uint16_t)slot_of(name, str);
    e->outer = nest->innermost[e->slot];
    nest->innermost[e->slot] = (uint16_t)nest->n;
    e->ended = false;
    e->n_end = str.n <= 7 && name != WS_TAG_UNKNOWN && !(t & WS_NT_HIDDEN) ? (uint8_t)str.n : 0;
    nest->hidden += (t & WS_NT_HIDDEN) != 0;
    e->written = !nest->hidden;
    if (e->written)
        ws_draft_start(nest->draft, (enum ws_tag)name, attrs);
    nest->draft->verbatim += (t & WS_NT_VERBATIM) != 0;
}

static void push_again(struct ws_nest *nest, const struct ws_nest_open *e)
{
    push(nest, e->name, e->str, e->attrs);
}

/* ---- looking for open elements ---- */

static bool same_name(struct ws_slice a, struct ws_slice b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++) {
        uint8_t x = a.p[i], y = b.p[i];
        if (x != y && !(ws_is_tag_letter(x) && (x ^ y) == 0x20))
            return false;
    }
    return true;
}

static unsigned bound(const struct ws_nest *nest, enum ws_nest_bound kind)
{
    return nest->open[nest->n].bound[kind];
}

/* Place of the innermost open element of that name, 0 when there is none or it lies outside the bound.
 * str: only looked at for unknown elements. */
static unsigned find(const struct ws_nest *nest, unsigned name, struct ws_slice str,
                     enum ws_nest_bound kind)
{
    unsigned place = nest->innermost[slot_of(name, str)];
    while (place && name == WS_TAG_UNKNOWN && !same_name(nest->open[place].str, str))
        place = nest->open[place].outer;
    return place >= bound(nest, kind) ? place : 0;
}

static unsigned find_name(const struct ws_nest *nest, unsigned name, enum ws_nest_bound kind)
{
    return find(nest, name, (struct ws_slice){NULL, 0}, kind);
}

/* The same for the innermost of several elements; names ends with 0. */
static unsigned find_any(const struct ws_nest *nest, const uint8_t *names, enum ws_nest_bound kind)
{
    unsigned place = 0;
    for (; *names; names++)
        place = nest->innermost[*names] > place ? nest->innermost[*names] : place;
    return place >= bound(nest, kind) ? place : 0;
}

/* Closes what one of the three has found, if anything. */
static void close_found(struct ws_nest *nest, unsigned place)
{
    if (place)
        close_from(nest, place);
}

static bool top_is(const struct ws_nest *nest, unsigned name)
{
    return nest->open[nest->n].name == name;
}

/* ---- end tags ---- */

/* The formatting element at that place ends. split: also if blocks must be closed and opened again for
 * that. */
static void end_formatting(struct ws_nest *nest, unsigned place, bool split)
{
    struct ws_nest_open again[MAX_REOPENED];
    unsigned n = nest->n - place;
    bool block = bound(nest, WS_BOUND_SPECIAL) > place;
    if (n > MAX_REOPENED || (block && !split)) {
        nest->open[place].ended = true;
        nest->innermost[nest->open[place].slot] = nest->open[place].outer;
        return;
    }
    memcpy(again, &nest->open[place + 1], n * sizeof again[0]);
    close_from(nest, place);
    for (unsigned k = 0; k < n; k++)
        if (!again[k].ended)
            push_again(nest, &again[k]);
}

static void end_p(struct ws_nest *nest)
{
    unsigned place = find_name(nest, WS_TAG_P, WS_BOUND_BUTTON);
    if (place) {
        close_from(nest, place);
    } else if (!nest->hidden) {
        push_again(nest, &(struct ws_nest_open){.name = WS_TAG_P, .str = {nest->draft->page.p, 0}});
        ws_nest_pop(nest);
    }
}

static void write_br(struct ws_nest *nest)
{
    if (!nest->hidden)
        ws_draft_start(nest->draft, WS_TAG_BR, NO_ATTRS);
}

/* What bounds the search for the element that an end tag of that name closes. */
static enum ws_nest_bound end_bound(unsigned name)
{
    unsigned t = ws_name_traits[name];
    if (name == WS_TAG_TABLE || (t & (WS_NT_CELL | WS_NT_ROW | WS_NT_ROWS | WS_NT_CAPTION)))
        return WS_BOUND_TABLE;
    if (name == WS_TAG_LI)
        return WS_BOUND_LIST;
    if (t & (WS_NT_SPECIAL | WS_NT_FORMAT | WS_NT_HIDDEN))
        return WS_BOUND_SCOPE;
    return WS_BOUND_SPECIAL;
}

/* The end tag of an element that was too deep to be kept open. */
static bool end_over(struct ws_nest *nest, unsigned name)
{
    if (!nest->n_over || !nest->over[name] || (nest->n == WS_NEST_MAX && top_is(nest, name)))
        return false;
    nest->over[name]--;
    nest->n_over--;
    if (nest->hidden)
        return true;
    if (nest->n == WS_NEST_MAX)
        ws_nest_pop(nest); /* it stood in the one that ends */
    if (ws_name_flags[name] & WS_TF_BLOCK)
        ws_draft_gap(nest->draft);
    return true;
}

void ws_nest_end(struct ws_nest *nest, unsigned name, struct ws_slice str)
{
    static const uint8_t HEADINGS[] = {WS_TAG_H1, WS_TAG_H2, WS_TAG_H3, WS_TAG_H4, WS_TAG_H5, WS_TAG_H6, 0};
    if (top_is(nest, name) && name != WS_TAG_UNKNOWN && !nest->n_over) {
        ws_nest_pop(nest); /* as all rules below say; the element opened last is never an ended one */
        return;
    }
    if (end_over(nest, name))
        return;
    if (name == WS_TAG_P) {
        end_p(nest);
    } else if (name == WS_TAG_BR) {
        write_br(nest);
    } else if (ws_name_traits[name] & WS_NT_HEADING) {
        close_found(nest, find_any(nest, HEADINGS, WS_BOUND_SCOPE));
    } else {
        unsigned place = find(nest, name, str, end_bound(name));
        /* A link has to end here, or what follows counts as link text; others can wait for the
         * block. */
        if (place && (ws_name_traits[name] & WS_NT_FORMAT))
            end_formatting(nest, place, name == WS_TAG_A);
        else
            close_found(nest, place);
    }
}

/* ---- start tags ---- */

static void close_p(struct ws_nest *nest)
{
    if (nest->innermost[WS_TAG_P])
        close_found(nest, find_name(nest, WS_TAG_P, WS_BOUND_BUTTON));
}

/* What a new part of a table ends: its like and what they hold, up to the table. */
static void close_table_parts(struct ws_nest *nest, unsigned t)
{
    static const uint8_t PARTS[] = {WS_TAG_TBODY, WS_TAG_THEAD, WS_TAG_TFOOT, WS_TAG_TR, WS_TAG_TD,
                                    WS_TAG_TH, WS_TAG_CAPTION, WS_TAG_COLGROUP, 0};
    const uint8_t *parts = PARTS;
    unsigned place;
    if (!(t & (WS_NT_ROWS | WS_NT_CAPTION)))
        parts += 3; /* not rows */
    if (t & WS_NT_CELL)
        parts++; /* nor a row */
    while ((place = find_any(nest, parts, WS_BOUND_TABLE)) != 0)
        close_from(nest, place);
}

/* What a part of ruby ends: its like; an rtc holds its rt and rp. */
static void close_ruby_parts(struct ws_nest *nest, unsigned name)
{
    if (!nest->innermost[WS_TAG_RUBY])
        return;
    while (top_is(nest, WS_TAG_RB) || top_is(nest, WS_TAG_RT) || top_is(nest, WS_TAG_RP) ||
           ((name == WS_TAG_RB || name == WS_TAG_RTC) && top_is(nest, WS_TAG_RTC)))
        ws_nest_pop(nest);
}

/* What the start tag of a name with WS_NT_CLOSES ends. */
static void close_implied(struct ws_nest *nest, unsigned name)
{
    static const uint8_t LI[] = {WS_TAG_LI, 0}, DEF_ITEMS[] = {WS_TAG_DD, WS_TAG_DT, 0};
    unsigned t = ws_name_traits[name], place;
    switch (name) {
    case WS_TAG_A:
    case WS_TAG_NOBR:
        place = nest->innermost[name];
        if (place && find_name(nest, name, WS_BOUND_SCOPE))
            end_formatting(nest, place, false);
        break;
    case WS_TAG_LI:
        close_found(nest, find_any(nest, LI, WS_BOUND_ITEM));
        close_p(nest);
        break;
    case WS_TAG_BUTTON:
        close_found(nest, find_name(nest, name, WS_BOUND_SCOPE));
        break;
    case WS_TAG_OPTION:
    case WS_TAG_OPTGROUP:
        if (top_is(nest, WS_TAG_OPTION))
            ws_nest_pop(nest);
        if (name == WS_TAG_OPTGROUP && top_is(nest, WS_TAG_OPTGROUP))
            ws_nest_pop(nest);
        break;
    case WS_TAG_RB:
    case WS_TAG_RP:
    case WS_TAG_RT:
    case WS_TAG_RTC:
        close_ruby_parts(nest, name);
        break;
    default:
        if (t & WS_NT_DEF_ITEM)
            close_found(nest, find_any(nest, DEF_ITEMS, WS_BOUND_ITEM));
        if (t & (WS_NT_CLOSES_P | WS_NT_DEF_ITEM))
            close_p(nest);
        if ((t & WS_NT_HEADING) && (ws_name_traits[nest->open[nest->n].name] & WS_NT_HEADING))
            ws_nest_pop(nest);
        if (t & (WS_NT_CELL | WS_NT_ROW | WS_NT_ROWS | WS_NT_CAPTION))
            close_table_parts(nest, t);
    }
}

void ws_nest_start(struct ws_nest *nest, unsigned name, const struct ws_scan_tag *tag)
{
    unsigned t = ws_name_traits[name];
    if (name == WS_TAG_FORM && nest->innermost[WS_TAG_FORM])
        return; /* forms do not nest */
    if (t & WS_NT_CLOSES)
        close_implied(nest, name);
    else if ((nest->innermost[WS_TAG_P] != 0) & ((t & WS_NT_CLOSES_P) != 0))
        close_p(nest);
    struct ws_attr_range attrs = nest->hidden ? NO_ATTRS : ws_draft_attrs(nest->draft, tag);
    if (!(ws_name_flags[name] & WS_TF_VOID))
        push(nest, name, tag->str, attrs);
    else if (!nest->hidden)
        ws_draft_start(nest->draft, (enum ws_tag)name, attrs);
}

void ws_nest_end_all(struct ws_nest *nest, unsigned name)
{
    while (nest->innermost[name])
        ws_nest_pop(nest);
}

void ws_nest_finish(struct ws_nest *nest)
{
    close_from(nest, 1);
}
