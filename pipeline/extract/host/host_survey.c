/* Of the pages of an archive to a bounded, ordered sample of them; what the sample says is
 * worked out in host_count.c. */
#include "pipeline/extract/host/host_survey.h"
#include "pipeline/extract/host/host_count.h"

#include <stdlib.h>
#include <string.h>

#define MIN_LEVEL_PAGES 8 /* pages of a host are not halved below */
#define MAX_LEVEL       40

struct host {
    uint64_t hash;              /* 0: a free place */
    struct ws_surveyed **pages; /* ascending by note.page */
    uint32_t n, cap;
};

struct ws_host_survey {
    struct host *hosts; /* open addressing, at most half full */
    size_t n_hosts, n_places;
    size_t pages, max_pages;
    unsigned level; /* how often it was too much */
};

struct ws_host_survey *ws_host_survey_new(size_t max_pages)
{
    struct ws_host_survey *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->max_pages = max_pages;
    s->n_places = 64;
    s->hosts = calloc(s->n_places, sizeof *s->hosts);
    if (s->hosts)
        return s;
    free(s);
    return NULL;
}

/* Keeps the first n pages. */
static void trim(struct ws_host_survey *s, struct host *h, uint32_t n)
{
    for (; h->n > n; s->pages--)
        free(h->pages[--h->n]);
}

void ws_host_survey_free(struct ws_host_survey *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->n_places; i++) {
        trim(s, &s->hosts[i], 0);
        free(s->hosts[i].pages);
    }
    free(s->hosts);
    free(s);
}

/* --- bounds --------------------------------------------------------------------------- */

/* Pages of this host that may be held. That number only falls with the level, and the pages
 * held are the smaller of it and of the host's: so the level at which all fit does not depend
 * on the order in which they come. */
static uint32_t allowed(const struct ws_host_survey *s, uint64_t host)
{
    uint32_t n = WS_HOST_PAGES;
    unsigned left = s->level;
    for (; left > 0 && n > MIN_LEVEL_PAGES; left--)
        n /= 2;
    return host >> 1 & ((UINT64_C(1) << left) - 1) ? 0 : n;
}

static void make_fit(struct ws_host_survey *s)
{
    while (s->pages > s->max_pages && s->level < MAX_LEVEL) {
        s->level++;
        for (size_t i = 0; i < s->n_places; i++)
            trim(s, &s->hosts[i], allowed(s, s->hosts[i].hash));
    }
}

/* --- adding --------------------------------------------------------------------------- */

static struct host *find(struct host *hosts, size_t n_places, uint64_t hash)
{
    size_t k = (size_t)hash & (n_places - 1);
    while (hosts[k].hash && hosts[k].hash != hash)
        k = (k + 1) & (n_places - 1);
    return &hosts[k];
}

static bool grow(struct ws_host_survey *s)
{
    size_t n = s->n_places * 2;
    struct host *hosts = calloc(n, sizeof *hosts);
    if (!hosts)
        return false;
    for (size_t i = 0; i < s->n_places; i++)
        if (s->hosts[i].n) /* one that has no pages left is forgotten */
            *find(hosts, n, s->hosts[i].hash) = s->hosts[i];
        else
            free(s->hosts[i].pages);
    free(s->hosts);
    s->hosts = hosts;
    s->n_places = n;
    s->n_hosts = 0;
    for (size_t i = 0; i < n; i++)
        s->n_hosts += hosts[i].hash != 0;
    return true;
}

/* The place of a page among those of its host. */
static uint32_t place_of(const struct host *h, uint64_t page)
{
    uint32_t low = 0, high = h->n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (h->pages[mid]->note.page < page)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* Which of two notes of one address stays: any rule will do that does not ask which came
 * first. */
static bool is_before(const struct ws_surveyed *a, const struct ws_surveyed *b)
{
    if (a->note.n_blocks != b->note.n_blocks)
        return a->note.n_blocks > b->note.n_blocks;
    if (a->note.title != b->note.title)
        return a->note.title < b->note.title;
    return memcmp(a->blocks, b->blocks, a->note.n_blocks * sizeof *a->blocks) < 0;
}

static struct ws_surveyed *copy(const struct ws_host_note *note, const uint8_t *hashes)
{
    size_t bytes = note->n_blocks * sizeof(uint64_t);
    struct ws_surveyed *p = malloc(sizeof *p + bytes);
    if (p) {
        p->note = *note;
        memcpy(p->blocks, hashes, bytes);
    }
    return p;
}

static bool reserve(struct host *h)
{
    if (h->n < h->cap)
        return true;
    uint32_t cap = h->cap ? h->cap * 2 : 2;
    struct ws_surveyed **pages = realloc(h->pages, cap * sizeof *pages);
    if (!pages)
        return false;
    h->pages = pages;
    h->cap = cap;
    return true;
}

/* at: the place of p in h. */
static void insert(struct ws_host_survey *s, struct host *h, uint32_t at, struct ws_surveyed *p)
{
    memmove(h->pages + at + 1, h->pages + at, (h->n - at) * sizeof(*h->pages));
    h->pages[at] = p;
    h->n++;
    s->pages++;
}

static bool add(struct ws_host_survey *s, const struct ws_host_note *note,
                const uint8_t *hashes)
{
    uint32_t most = allowed(s, note->host);
    if (!most)
        return true;
    if (s->n_hosts * 2 >= s->n_places && !grow(s))
        return false;
    struct host *h = find(s->hosts, s->n_places, note->host);
    s->n_hosts += h->hash == 0;
    h->hash = note->host;
    uint32_t at = place_of(h, note->page);
    bool known = at < h->n && h->pages[at]->note.page == note->page;
    if (at >= most && !known)
        return true;
    struct ws_surveyed *p = copy(note, hashes);
    if (!p || !reserve(h)) {
        free(p);
        return false;
    }
    if (known && is_before(p, h->pages[at])) {
        free(h->pages[at]);
        h->pages[at] = p;
    } else if (known) {
        free(p);
    } else {
        insert(s, h, at, p);
        trim(s, h, most);
        make_fit(s);
    }
    return true;
}

bool ws_host_survey_add(struct ws_host_survey *s, const struct ws_buf *notes)
{
    size_t at = 0;
    struct ws_host_note note;
    const uint8_t *hashes;
    while (ws_host_note_next(notes, &at, &note, &hashes))
        if (!add(s, &note, hashes))
            return false;
    return true;
}

/* --- the end -------------------------------------------------------------------------- */

struct ws_host_memory *ws_host_survey_finish(struct ws_host_survey *s,
                                             struct ws_host_counts *counts)
{
    struct ws_host_counts sum = {.pages = s->pages};
    struct ws_host_count count;
    struct ws_host_memory *m = NULL;
    bool ok = true;
    ws_host_count_init(&count);
    for (size_t i = 0; ok && i < s->n_places; i++) {
        size_t before = count.n_repeated;
        struct host *h = &s->hosts[i];
        ok = ws_host_count(&count, h->pages, h->n);
        sum.hosts += count.n_repeated > before;
        trim(s, h, 0);
    }
    if (ok)
        m = ws_host_memory_new(count.n_repeated, (size_t)sum.hosts);
    for (size_t i = 0; m && i < count.n_repeated; i++) {
        const struct ws_host_repeated *r = &count.repeated[i];
        sum.blocks += ws_host_memory_put(m, r->host, r->block, r->d, r->n);
    }
    ws_host_count_release(&count);
    if (counts)
        *counts = sum;
    return m;
}
