/* Dates on the page itself. Each gets points for where it stands and what it is called; the best one is the
 * page's, if it has enough. */
#include "pipeline/extract/metadata_date.h"

#include "pipeline/extract/text.h"

#include <string.h>

#define MAX_CANDIDATES 64
#define ENOUGH         4
#define SHORT_WORDS    25 /* longer blocks are prose: dates in it are those of events */
#define DATELINE_BYTES 60 /* of prose: "BERLIN, 12 May 2019 -" */

struct candidate {
    struct ws_date date;
    int points;
    bool guessed, updated;
};

struct search {
    const struct ws_dater *d;
    const struct ws_date *month;
    struct candidate found[MAX_CANDIDATES];
    size_t n;
    enum ws_date_order proof;
};

/* Does text hold one of these? ASCII letters in either case. */
static bool holds(struct ws_slice text, const char *words)
{
    for (const char *w = words; *w; w += strlen(w) + 1) {
        size_t n = strlen(w);
        for (size_t i = 0; i + n <= text.n; i++)
            if (ws_equals_nocase((struct ws_slice){text.p + i, n}, w))
                return true;
    }
    return false;
}

static const char PUBLISHED[] =
    "publish\0posted\0published\0publi\0ver\xc3\xb6" "ffentlicht\0erschienen\0erstellt\0datum\0stand:\0geschrieben\0"
    "fecha\0publicad\0pubblicat\0gepubliceerd\0geplaatst\0opublikowan\0dodano\0публиков\0"
    "дата\0Дата\0ημοσ\0发布\0發布\0发表\0發表\0时间\0時間\0日期\0投稿\0公開\0掲載\0입력\0등록\0yayın\0tarih\0vydáno\0"
    "julkaistu\0publicerad\0publisert\0udgivet\0date:\0created\0released\0";
static const char UPDATED[] =
    "updat\0modified\0revised\0last edit\0last change\0aktualisiert\0aktualisierung\0ge\xc3\xa4ndert\0"
    "\xc3\xa4nderung\0\xc3\x84nderung\0mis \xc3\xa0 jour\0mise \xc3\xa0 jour\0modifi\0actualizad\0atualizad\0aggiornat\0"
    "bijgewerkt\0gewijzigd\0zaktualizow\0aktualizac\0бновл\0зменен\0νημ\0更新\0修改\0수정\0güncel\0"
    "päivitetty\0uppdater\0oppdater\0opdater\0";

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
    static const char DATES[] = "date\0time\0published\0publish\0pubdate\0postdate\0posted\0datum\0fecha\0"
                                "timestamp\0dateline\0datetime\0";
    static const char BYLINES[] = "meta\0metadata\0byline\0info\0infos\0postmeta\0author\0";
    int points = 0;
    for (int up = 0; up < 4 && node; up++, node = s->tree->nodes[node].parent) {
        if (s->tree->nodes[node].tag == WS_TAG_TIME || ws_is_named(s, node, DATES))
            return 3;
        if (ws_is_named(s, node, BYLINES))
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

static void add(struct search *q, struct candidate c, uint32_t block, uint32_t node)
{
    const struct ws_sources *s = q->d->s;
    if (q->n == MAX_CANDIDATES || ws_is_foreign(s, node) ||
        !ws_date_is_plausible(&c.date, q->d->fetched.precision ? &q->d->fetched : NULL))
        return;
    c.points += points_of_place(s, block) + points_of_name(s, node) + points_of_month(q->month, &c.date) +
                points_of_today(q, &c.date, block) - (ws_is_aside(s, node) ? 2 : 0);
    q->found[q->n++] = c;
}

static void search_block(struct search *q, uint32_t i)
{
    const struct ws_block *b = &q->d->s->blocks->v[i];
    struct ws_slice text = b->text;
    bool prose = b->words > SHORT_WORDS;
    if (prose && text.n > DATELINE_BYTES)
        text.n = DATELINE_BYTES;
    while (text.n && text.n < b->text.n && (text.p[text.n] & 0xc0) == 0x80)
        text.n--; /* whole characters only */
    size_t from = 0;
    struct ws_date_hit hit;
    for (int n = 0; n < 3 && ws_date_find(text, from, q->d->order, &hit); n++) {
        struct ws_slice before = {text.p + from, hit.at - from};
        struct candidate c = {.date = hit.date, .guessed = hit.guessed, .updated = holds(before, UPDATED)};
        bool labelled = c.updated || holds(before, PUBLISHED);
        if (holds(before, "\xc2\xa9\0copyright\0"))
            return;
        if (hit.proof)
            q->proof = hit.proof;
        c.points = (labelled ? 3 : 0) + (b->words <= 8 ? 1 : 0) - (prose ? 3 : 0) - n -
                   (hit.short_year && !labelled ? 2 : 0);
        add(q, c, i, q->d->s->tree->nodes[b->first].parent);
        from = hit.end;
    }
}

/* The block that a node is in or that comes next. */
static uint32_t block_at(const struct ws_blocks *b, uint32_t node)
{
    uint32_t low = 0, high = b->n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (b->v[mid].last < node)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* time elements with a datetime; those without are found by their text. */
static void search_times(struct search *q)
{
    const struct ws_sources *s = q->d->s;
    for (size_t i = 0; i < s->n_items; i++) {
        uint32_t node = s->items[i];
        struct candidate c = {.points = 1};
        if (s->tree->nodes[node].tag != WS_TAG_TIME ||
            !ws_date_read(ws_clean(s->arena, ws_node_attr(s->tree, node, WS_ATTR_DATETIME)), &c.date))
            continue;
        bool published = ws_is_named(s, node, "published\0pubdate\0datepublished\0");
        c.updated = !published && ws_is_named(s, node, "updated\0modified\0datemodified\0");
        c.points += published ? 2 : 0;
        add(q, c, block_at(s->blocks, node), node);
    }
}

static struct ws_date best(struct search *q, bool updated)
{
    struct candidate *most = NULL;
    for (size_t i = 0; i < q->n; i++)
        if (q->found[i].updated == updated && q->found[i].points >= ENOUGH &&
            (!most || q->found[i].points > most->points))
            most = &q->found[i];
    if (!most)
        return (struct ws_date){0};
    if (most->guessed && q->proof && q->proof != q->d->order) {
        uint8_t day = most->date.day;
        most->date.day = most->date.month;
        most->date.month = day;
    }
    return most->date;
}

void ws_find_printed_dates(const struct ws_dater *d, const struct ws_date *month, struct ws_date *published,
                           struct ws_date *updated)
{
    struct search *q = ws_arena_zalloc(d->s->arena, 1, sizeof *q);
    *published = *updated = (struct ws_date){0};
    if (!q)
        return;
    q->d = d;
    q->month = month;
    search_times(q);
    for (uint32_t i = 0; i < d->s->blocks->n && q->n < MAX_CANDIDATES; i++)
        if (!d->s->blocks->v[i].hidden)
            search_block(q, i);
    *published = best(q, false);
    *updated = best(q, true);
}
