#include "pipeline/page/nest.h"

#include <string.h>

/* Formatting elements that are open inside one whose end tag comes too early are closed with it
 * and opened again (a simple form of the adoption agency, 13.2.6.4.7); not more than this many.
 */
#define MAX_REOPENED 8

static const struct ws_attr_range NO_ATTRS = {0, 0};

void ws_nest_begin(struct ws_nest *nest, struct ws_draft *draft)
{
    memset(nest, 0, offsetof(struct ws_nest, open));
    nest->draft = draft;
}

static bool is_verbatim(unsigned name)
{
    return (ws_name_flags[name] & WS_TF_PRE) || name == WS_TAG_TEXTAREA;
}

/* ---- opening and closing ---- */

static void close_last(struct ws_nest *nest)
{
    struct ws_nest_open *e = &nest->open[--nest->n];
    if (!e->ended)
        nest->innermost[e->slot] = e->outer;
    if (e->written)
        ws_draft_end(nest->draft);
    if (is_verbatim(e->name))
        nest->draft->verbatim--;
    if (ws_name_traits[e->name] & WS_NT_HIDDEN)
        nest->hidden--;
    if (nest->n_over && nest->n < WS_NEST_MAX - 1) {
        memset(nest->over, 0, sizeof nest->over); /* they stood in the element that ends here */
        nest->n_over = 0;
    }
}

void ws_nest_pop(struct ws_nest *nest)
{
    close_last(nest);
    while (nest->n && nest->open[nest->n - 1].ended)
        close_last(nest);
}

static void pop_to(struct ws_nest *nest, int i)
{
    while ((int)nest->n > i)
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

static void set_bounds(struct ws_nest *nest, struct ws_nest_open *e)
{
    unsigned t = ws_name_traits[e->name];
    uint16_t place = (uint16_t)(nest->n + 1);
    if (nest->n)
        memcpy(e->bound, e[-1].bound, sizeof e->bound);
    if (!(t & WS_NT_SPECIAL)) /* nor has it any other of these traits */
        return;
    e->bound[WS_BOUND_SPECIAL] = place;
    if (e->name != WS_TAG_ADDRESS && e->name != WS_TAG_DIV && e->name != WS_TAG_P)
        e->bound[WS_BOUND_ITEM] = place;
    if (t & WS_NT_SCOPE)
        e->bound[WS_BOUND_SCOPE] = place;
    if (t & (WS_NT_SCOPE | WS_NT_BUTTON))
        e->bound[WS_BOUND_BUTTON] = place;
    if (t & (WS_NT_SCOPE | WS_NT_LIST))
        e->bound[WS_BOUND_LIST] = place;
    if (t & WS_NT_TABLE_SCOPE)
        e->bound[WS_BOUND_TABLE] = place;
}

static void push(struct ws_nest *nest, unsigned name, struct ws_slice str,
                 struct ws_attr_range attrs)
{
    if (nest->n == WS_NEST_MAX) {
        nest->n_over++;
        if (nest->hidden) {
            nest->over[name]++;
            return;
        }
        nest->over[nest->open[nest->n - 1].name]++;
        close_last(nest);
    }
    struct ws_nest_open *e = &nest->open[nest->n];
    *e = (struct ws_nest_open){.str = str, .attrs = attrs, .name = (uint16_t)name};
    e->slot = (uint16_t)slot_of(name, str);
    e->outer = nest->innermost[e->slot];
    set_bounds(nest, e);
    e->written = !nest->hidden && !(ws_name_traits[name] & WS_NT_HIDDEN);
    if (e->written)
        ws_draft_start(nest->draft, (enum ws_tag)name, attrs);
    nest->n++;
    nest->innermost[e->slot] = (uint16_t)nest->n;
    if (is_verbatim(name))
        nest->draft->verbatim++;
    if (ws_name_traits[name] & WS_NT_HIDDEN)
        nest->hidden++;
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
    return nest->n ? nest->open[nest->n - 1].bound[kind] : 0;
}

/* Index of the innermost open element of that name, -1 when there is none or it lies outside the bound.
 * str: only looked at for unknown elements. */
static int find(const struct ws_nest *nest, unsigned name, struct ws_slice str,
                enum ws_nest_bound kind)
{
    unsigned place = nest->innermost[slot_of(name, str)];
    while (place && name == WS_TAG_UNKNOWN && !same_name(nest->open[place - 1].str, str))
        place = nest->open[place - 1].outer;
    return place && place >= bound(nest, kind) ? (int)place - 1 : -1;
}

static int find_name(const struct ws_nest *nest, unsigned name, enum ws_nest_bound kind)
{
    return find(nest, name, (struct ws_slice){NULL, 0}, kind);
}

/* The same for the innermost of several elements; names ends with 0. */
static int find_any(const struct ws_nest *nest, const uint8_t *names, enum ws_nest_bound kind)
{
    unsigned place = 0;
    for (; *names; names++)
        place = nest->innermost[*names] > place ? nest->innermost[*names] : place;
    return place && place >= bound(nest, kind) ? (int)place - 1 : -1;
}

static bool top_is(const struct ws_nest *nest, unsigned name)
{
    return nest->n && nest->open[nest->n - 1].name == name;
}

/* ---- end tags ---- */

/* The formatting element at i ends. split: also if blocks must be closed and opened again for
 * that. */
static void end_formatting(struct ws_nest *nest, int i, bool split)
{
    struct ws_nest_open again[MAX_REOPENED];
    unsigned n = nest->n - (unsigned)i - 1;
    bool block = bound(nest, WS_BOUND_SPECIAL) > (unsigned)i + 1;
    if (n > MAX_REOPENED || (block && !split)) {
        nest->open[i].ended = true;
        nest->innermost[nest->open[i].slot] = nest->open[i].outer;
        return;
    }
    memcpy(again, &nest->open[i + 1], n * sizeof again[0]);
    pop_to(nest, i);
    for (unsigned k = 0; k < n; k++)
        if (!again[k].ended)
            push(nest, again[k].name, again[k].str, again[k].attrs);
}

static void end_p(struct ws_nest *nest)
{
    int i = find_name(nest, WS_TAG_P, WS_BOUND_BUTTON);
    if (i >= 0) {
        pop_to(nest, i);
    } else if (!nest->hidden) {
        push(nest, WS_TAG_P, (struct ws_slice){NULL, 0}, NO_ATTRS);
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
    int i;
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
        if ((i = find_any(nest, HEADINGS, WS_BOUND_SCOPE)) >= 0)
            pop_to(nest, i);
    } else if ((i = find(nest, name, str, end_bound(name))) >= 0) {
        /* A link has to end here, or what follows counts as link text; others can wait for the
         * block. */
        if (ws_name_traits[name] & WS_NT_FORMAT)
            end_formatting(nest, i, name == WS_TAG_A);
        else
            pop_to(nest, i);
    }
}

/* ---- start tags ---- */

static void close_p(struct ws_nest *nest)
{
    int i = find_name(nest, WS_TAG_P, WS_BOUND_BUTTON);
    if (i >= 0)
        pop_to(nest, i);
}

/* The li, dd or dt that a new one ends. */
static void close_item(struct ws_nest *nest, unsigned name)
{
    static const uint8_t LI[] = {WS_TAG_LI, 0}, DEF_ITEMS[] = {WS_TAG_DD, WS_TAG_DT, 0};
    int i = find_any(nest, name == WS_TAG_LI ? LI : DEF_ITEMS, WS_BOUND_ITEM);
    if (i >= 0)
        pop_to(nest, i);
}

/* What a new part of a table ends: its like and what they hold, up to the table. */
static void close_table_parts(struct ws_nest *nest, unsigned t)
{
    static const uint8_t PARTS[] = {WS_TAG_TBODY, WS_TAG_THEAD, WS_TAG_TFOOT, WS_TAG_TR, WS_TAG_TD,
                                    WS_TAG_TH, WS_TAG_CAPTION, WS_TAG_COLGROUP, 0};
    const uint8_t *parts = PARTS;
    int i;
    if (!(t & (WS_NT_ROWS | WS_NT_CAPTION)))
        parts += 3; /* not rows */
    if (t & WS_NT_CELL)
        parts++; /* nor a row */
    while ((i = find_any(nest, parts, WS_BOUND_TABLE)) >= 0)
        pop_to(nest, i);
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

static void close_implied(struct ws_nest *nest, unsigned name)
{
    unsigned t = ws_name_traits[name];
    int i;
    if (name == WS_TAG_LI || (t & WS_NT_DEF_ITEM))
        close_item(nest, name);
    if ((t & (WS_NT_CLOSES_P | WS_NT_DEF_ITEM)) || name == WS_TAG_LI)
        close_p(nest);
    if ((t & WS_NT_HEADING) && nest->n && (ws_name_traits[nest->open[nest->n - 1].name] & WS_NT_HEADING))
        ws_nest_pop(nest);
    if (t & (WS_NT_CELL | WS_NT_ROW | WS_NT_ROWS | WS_NT_CAPTION))
        close_table_parts(nest, t);
    if ((name == WS_TAG_A || name == WS_TAG_NOBR) &&
        (i = find_name(nest, name, WS_BOUND_SCOPE)) >= 0)
        end_formatting(nest, i, false);
    if (name == WS_TAG_BUTTON && (i = find_name(nest, name, WS_BOUND_SCOPE)) >= 0)
        pop_to(nest, i);
    if ((name == WS_TAG_OPTION || name == WS_TAG_OPTGROUP) && top_is(nest, WS_TAG_OPTION))
        ws_nest_pop(nest);
    if (name == WS_TAG_OPTGROUP && top_is(nest, WS_TAG_OPTGROUP))
        ws_nest_pop(nest);
    if (name == WS_TAG_RB || name == WS_TAG_RP || name == WS_TAG_RT || name == WS_TAG_RTC)
        close_ruby_parts(nest, name);
}

void ws_nest_start(struct ws_nest *nest, unsigned name, const struct ws_scan_tag *tag)
{
    unsigned t = ws_name_traits[name];
    if (name == WS_TAG_FORM && nest->innermost[WS_TAG_FORM])
        return; /* forms do not nest */
    if (t & WS_NT_CLOSES)
        close_implied(nest, name);
    else if ((t & WS_NT_CLOSES_P) && nest->innermost[WS_TAG_P])
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
    pop_to(nest, 0);
}
