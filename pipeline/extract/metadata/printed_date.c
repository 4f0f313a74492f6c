/* Dates on the page itself. Each gets points for where it stands and what it is called; the
 * best one is the page's, if it has enough. */
#include "pipeline/extract/metadata/metadata_date.h"

#include "pipeline/extract/dates/date_digit.h"
#include "pipeline/extract/dates/date_label.h"
#include "pipeline/page/tree.h"

#include <string.h>

#define MAX_CANDIDATES 256
#define MAX_LINES      20 /* of a block */
#define ENOUGH         4
#define LIST_DAYS      4   /* as good ones away from the headline: a list, none is the page's own */
#define ENOUGH_ALONE   1   /* for the only date on the page */
#define PROSE_CHARS    160 /* longer lines are prose: dates in it are those of events */
#define SHORT_CHARS    40
#define DATELINE_BYTES 60 /* of prose: "BERLIN, 12 May 2019 -" */

struct candidate {
    struct ws_date date;
    int points;
    uint32_t away; /* blocks from the headline */
    bool guessed, updated;
    bool near; /* the headline */
};

struct search {
    const struct ws_dater *d;
    const struct ws_date *month;
    struct candidate found[MAX_CANDIDATES];
    size_t n;
    enum ws_date_order proof;
    struct ws_slice here; /* path_of() the page */
    const uint8_t *from, *digit; /* in the text of all blocks: the first digit from there on */
};

/* How near to the headline. */
static int points_of_place(const struct ws_sources *s, uint32_t block)
{
    if (s->headline == WS_NO_BLOCK)
        return block < 20 ? 1 : 0;
    int64_t away = (int64_t)block - (int64_t)s->headline;
    if (away == 0)
        return 1;
    if (away > 0)
        return away <= 4 ? 5 : away <= 8 ? 4 : away <= 20 ? 2 : 0;
    return away >= -4 ? 4 : away >= -10 ? 2 : 0;
}

static int points_of_name(const struct ws_sources *s, uint32_t node)
{
    int points = 0;
    for (int up = 0; up < 4 && node; up++, node = s->tree->nodes[node].parent) {
        if (s->tree->nodes[node].tag == WS_TAG_TIME || (ws_named(s, node) & WS_SAYS_DATE))
            return 3;
        if (ws_named(s, node) & WS_SAYS_ABOUT)
            points = 2;
    }
    return points;
}

/* What the address knows of the month. */
static int points_of_month(const struct ws_date *month, const struct ws_date *date)
{
    if (!month->precision)
        return 0;
    return month->year == date->year && month->month == date->month ? 4 : -2;
}

/* A page's masthead often shows the day it is read. */
static int points_of_today(const struct search *q, const struct ws_date *date, uint32_t block)
{
    const struct ws_date *now = &q->d->fetched;
    int64_t away = now->precision ? ws_date_seconds(now) - ws_date_seconds(date) : INT64_MAX;
    return away < 2 * 86400 && block < q->d->s->headline ? -4 : 0;
}

#define CLOSE_BEHIND 10 /* blocks */

/* Does the date, in node, stand among what is not the article? Not if the block begins in the article, nor
 * if only the begin of the block is foreign. A sidebar right behind the headline tells of the article;
 * others list what else there is. */
static bool is_elsewhere(const struct ws_sources *s, uint32_t block, uint32_t node)
{
    bool close = s->headline != WS_NO_BLOCK && block > s->headline && block - s->headline <= CLOSE_BEHIND;
    unsigned foreign = WS_SAYS_FOREIGN | (close ? 0 : WS_SAYS_SIDEBAR);
    uint32_t first = block < s->blocks->n ? s->tree->nodes[s->blocks->v[block].first].parent : node;
    return ws_stands_in(s, node, foreign) && (first == node || ws_stands_in(s, first, foreign));
}

/* Path and query of an address, without the slash at their end; {NULL, 0}: it has none, or is a place in
 * the page. */
static struct ws_slice path_of(struct ws_slice url)
{
    const uint8_t *end = url.p + url.n, *p = url.n && memchr(url.p, '#', url.n) ? NULL : url.p;
    if (p && end - p > 8 && !memcmp(p, "http", 4))
        p = memchr(p + 8, '/', (size_t)(end - p - 8));
    if (!p || p == end || *p != '/')
        return (struct ws_slice){NULL, 0};
    end -= end[-1] == '/';
    return (struct ws_slice){p, (size_t)(end - p)};
}

#define ADDRESS_BYTES 2048 /* longer ones are not compared */
#define TEASER_LEVELS 4  /* up from the date to the element that holds its link, too */
#define TEASER_NODES  60 /* in it */
#define OWN_TEASER    5  /* points */

/* Is the date in a teaser of this very page, as where the latest articles are listed? Its links lead here. */
static bool leads_here(const struct search *q, uint32_t node)
{
    const struct ws_tree *t = q->d->s->tree;
    for (int up = 0; q->here.n && up < TEASER_LEVELS && node; up++, node = t->nodes[node].parent) {
        bool leads = false;
        if (t->nodes[node].end - node > TEASER_NODES)
            return false;
        for (uint32_t k = node; k < t->nodes[node].end; k++) {
            if (t->nodes[k].tag != WS_TAG_A)
                continue;
            struct ws_slice href = ws_node_attr(t, k, WS_ATTR_HREF);
            if (href.n > ADDRESS_BYTES || !ws_same(path_of(href), q->here))
                return false;
            leads = true;
        }
        if (leads)
            return true;
    }
    return false;
}

static void add(struct search *q, struct candidate c, uint32_t block, uint32_t node)
{
    const struct ws_sources *s = q->d->s;
    if (q->n == MAX_CANDIDATES ||
        !ws_date_is_plausible(&c.date, q->d->fetched.precision ? &q->d->fetched : NULL))
        return;
    bool own = false;
    if (is_elsewhere(s, block, node) && !(own = leads_here(q, node)))
        return;
    int place = points_of_place(s, block);
    c.near = place > 1 || own;
    c.points += place + points_of_name(s, node) + points_of_month(q->month, &c.date) +
                points_of_today(q, &c.date, block);
    c.points += own ? OWN_TEASER : ws_is_aside(s, node) ? -2 : 0;
    c.away = block > s->headline ? block - s->headline : s->headline - block;
    q->found[q->n++] = c;
}

#define EACH UINT64_C(0x0101010101010101) /* of eight bytes */

/* The bytes but those behind the first of a character, eight at once. */
static size_t count_chars(struct ws_slice s)
{
    size_t behind = 0, i = 0;
    for (; i + 8 <= s.n; i += 8) {
        uint64_t x;
        memcpy(&x, s.p + i, sizeof x);
        behind += ((x >> 7 & ~(x >> 6)) & EACH) * EACH >> 56;
    }
    for (; i < s.n; i++)
        behind += (s.p[i] & 0xc0) == 0x80;
    return s.n - behind;
}

/* Has s more than max characters? */
static bool is_longer(struct ws_slice s, size_t max)
{
    return s.n > max && (s.n > 4 * max || count_chars(s) > max); /* a character has 4 bytes at most */
}

/* Does the block before i, if it is short, label the date at the start of block i ("Published on")? */
static bool is_labelled_before(const struct search *q, uint32_t i)
{
    const struct ws_block *b = i ? &q->d->s->blocks->v[i - 1] : NULL;
    return b && b->text.n <= SHORT_CHARS && (ws_date_labels(b->text) & WS_LABEL_PUBLISHED);
}

/* Points for where in the line the date stands, the n-th of it. */
static int points_in_line(struct ws_slice line, bool prose, const struct ws_date_hit *hit, int n)
{
    int points = is_longer(line, SHORT_CHARS) ? 0 : 1;
    if (prose)
        points -= hit->at == 0 ? 1 : hit->at < 24 ? 3 : 5;
    return points - n;
}

/* The element of the text node that the byte at p of block i is from. */
static uint32_t element_at(const struct ws_sources *s, uint32_t i, const uint8_t *p)
{
    const struct ws_block *b = &s->blocks->v[i];
    uint32_t node = b->first;
    for (uint32_t k = b->run; k < b->run + b->n_runs; k++) /* none is in a text that was copied */
        if (s->blocks->runs[k].at >= b->text.p && s->blocks->runs[k].at <= p)
            node = s->blocks->runs[k].node;
    return s->tree->nodes[node].parent;
}

/* A line of block i. digit: the first in it. */
static void search_line(struct search *q, uint32_t i, struct ws_slice line, const uint8_t *digit)
{
    bool prose = is_longer(line, PROSE_CHARS);
    struct ws_slice text = line;
    struct ws_date_hit hit;
    size_t from = 0;
    if (prose)
        text.n = DATELINE_BYTES;
    while (text.n && text.n < line.n && (text.p[text.n] & 0xc0) == 0x80)
        text.n--; /* whole characters only */
    if (digit >= text.p + text.n)
        return;
    for (int n = 0; n < 3 && ws_date_find(text, from, q->d->order, &hit); n++) {
        unsigned labels = ws_date_labels((struct ws_slice){text.p + from, hit.at - from});
        struct candidate c = {.date = hit.date,
                              .guessed = hit.guessed,
                              .updated = (labels & WS_LABEL_UPDATED) != 0};
        if (labels & WS_LABEL_FOREIGN)
            return;
        bool labelled = labels || (hit.at == 0 && is_labelled_before(q, i));
        if (hit.proof)
            q->proof = hit.proof;
        c.points = points_in_line(line, prose, &hit, n) + (labelled ? 3 : hit.short_year ? -2 : 0);
        add(q, c, i, element_at(q->d->s, i, text.p + hit.at));
        from = hit.end;
    }
}

/* The first digit of the text of a block, or its end. Most blocks have none: the search goes on over those behind. */
static const uint8_t *first_digit(struct search *q, struct ws_slice text)
{
    const struct ws_slice all = q->d->s->blocks->text;
    const uint8_t *end = text.p + text.n;
    if (text.p < all.p || end > all.p + all.n)
        return ws_next_digit(text.p, end);
    if (text.p < q->from || text.p > q->digit) {
        q->from = text.p;
        q->digit = ws_next_digit(text.p, all.p + all.n);
    }
    return q->digit < end ? q->digit : end;
}

/* Only lines with a digit are looked at; all of them count. */
static void search_block(struct search *q, uint32_t i)
{
    struct ws_slice text = q->d->s->blocks->v[i].text;
    const uint8_t *p = text.p, *end = text.p + text.n, *digit = first_digit(q, text);
    for (int n = 0; n < MAX_LINES && digit < end; n++) {
        const uint8_t *stop = memchr(p, '\n', (size_t)(end - p));
        stop = stop ? stop : end;
        if (digit < stop) {
            search_line(q, i, (struct ws_slice){p, (size_t)(stop - p)}, digit);
            digit = ws_next_digit(stop, end);
        }
        p = stop + (stop < end);
    }
}

#define DATETIME_BYTES 100

/* A datetime; some write "March 5, 2024". Where the order of day and month is not known, the text will tell more. */
static bool read_datetime(struct ws_slice s, struct ws_date *date)
{
    struct ws_date_hit hit;
    if (ws_date_read(s, date))
        return true;
    if (s.n > DATETIME_BYTES || !ws_date_find(s, 0, WS_DATE_ORDER_UNKNOWN, &hit) || hit.short_year || hit.guessed)
        return false;
    *date = hit.date;
    return true;
}

/* time elements with a datetime; those without are found by their text. */
static void search_times(struct search *q)
{
    const struct ws_sources *s = q->d->s;
    for (size_t i = 0; i < s->n_items; i++) {
        uint32_t node = s->items[i];
        struct candidate c = {.points = 1};
        if (s->tree->nodes[node].tag != WS_TAG_TIME ||
            !read_datetime(ws_clean(s->arena, ws_node_attr(s->tree, node, WS_ATTR_DATETIME)), &c.date))
            continue;
        bool published = ws_named(s, node) & WS_SAYS_PUBLISHED;
        c.updated = !published && (ws_named(s, node) & WS_SAYS_UPDATED);
        c.points += published ? 2 : 0;
        add(q, c, ws_block_at(s->blocks, node), node);
    }
}

static bool same_day(const struct ws_date *a, const struct ws_date *b)
{
    return a->year == b->year && a->month == b->month && a->day == b->day;
}

static bool is_better(const struct candidate *a, const struct candidate *b)
{
    return a->points > b->points || (a->points == b->points && a->away < b->away);
}

/* The candidate with the most points, the one next to the headline of equal ones; NULL when it
 * has too few. */
static const struct candidate *best(const struct search *q, bool updated)
{
    const struct candidate *most = NULL;
    bool alone = true;
    size_t days = 0;
    for (size_t i = 0; i < q->n; i++) {
        const struct candidate *c = &q->found[i];
        alone = alone && same_day(&c->date, &q->found[0].date);
        if (c->updated == updated && (!most || is_better(c, most)))
            most = c;
    }
    for (size_t i = 0; most && !most->near && i < q->n; i++)
        days += q->found[i].points == most->points && (!i || !same_day(&q->found[i].date, &q->found[i - 1].date));
    if (days >= LIST_DAYS)
        return NULL;
    return most && most->points >= (alone ? ENOUGH_ALONE : ENOUGH) ? most : NULL;
}

static struct ws_date swapped(struct ws_date d)
{
    uint8_t day = d.day;
    d.day = d.month;
    d.month = day;
    return d;
}

/* Does another candidate spell that day so that it cannot be misread? */
static bool is_spelt(const struct search *q, const struct ws_date *d)
{
    for (size_t i = 0; i < q->n; i++)
        if (!q->found[i].guessed && same_day(&q->found[i].date, d))
            return true;
    return false;
}

/* Its date, as other dates on the page show that days and months are ordered. */
static struct ws_date outcome(const struct search *q, const struct candidate *c)
{
    struct ws_date d = c ? c->date : (struct ws_date){0};
    if (!c || !c->guessed || is_spelt(q, &d))
        return d;
    struct ws_date other = swapped(d);
    bool proven = q->proof && q->proof != q->d->order;
    return proven || is_spelt(q, &other) ? other : d;
}

void ws_find_printed_dates(const struct ws_dater *d, const struct ws_date *month,
                           struct ws_date *published, struct ws_date *updated)
{
    struct search *q = ws_arena_alloc(d->s->arena, sizeof *q);
    *published = *updated = (struct ws_date){0};
    if (!q)
        return;
    q->d = d;
    q->month = month;
    q->n = 0;
    q->from = q->digit = NULL;
    q->here = d->s->page->url.n <= ADDRESS_BYTES ? path_of(d->s->page->url) : (struct ws_slice){NULL, 0};
    q->proof = WS_DATE_ORDER_UNKNOWN;
    search_times(q);
    for (uint32_t i = 0; i < d->s->blocks->n && q->n < MAX_CANDIDATES; i++)
        if (!d->s->blocks->v[i].hidden)
            search_block(q, i);
    *published = outcome(q, best(q, false));
    *updated = outcome(q, best(q, true));
}
