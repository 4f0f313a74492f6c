#include "pipeline/extract/host/host_note.h"
#include "pipeline/extract/text/text.h"

#include <stdlib.h>
#include <string.h>

/* --- hashes --------------------------------------------------------------------------- */

#define HASH_START UINT64_C(14695981039346656037)

/* FNV-1a, 64 bits. */
static uint64_t add_byte(uint64_t h, uint8_t c)
{
    return (h ^ c) * UINT64_C(1099511628211);
}

static uint64_t add_lower(uint64_t h, struct ws_slice s)
{
    for (size_t i = 0; i < s.n; i++)
        h = add_byte(h, ws_lower(s.p[i]));
    return h;
}

/* Spreads a hash over all its bits (the finaliser of splitmix64). */
static uint64_t finish(uint64_t h)
{
    h = (h ^ h >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    h = (h ^ h >> 27) * UINT64_C(0x94d049bb133111eb);
    h ^= h >> 31;
    return h ? h : 1;
}

struct word_sum {
    uint64_t h;
    bool letters;
};

static bool add_word(void *ctx, const uint8_t *p, size_t n)
{
    struct word_sum *s = ctx;
    for (size_t i = 0; i < n && !s->letters; i++)
        s->letters = p[i] < '0' || p[i] > '9';
    s->h = add_byte(add_lower(s->h, (struct ws_slice){p, n}), ' ');
    return true;
}

uint64_t ws_host_block_hash(struct ws_slice text)
{
    struct word_sum s = {.h = HASH_START};
    ws_each_word(text, add_word, &s);
    return s.letters ? finish(s.h) : 0;
}

/* --- addresses ------------------------------------------------------------------------ */

static struct ws_slice behind(struct ws_slice s, size_t n)
{
    return (struct ws_slice){s.p + n, s.n - n};
}

static bool begins(struct ws_slice s, const char *lower)
{
    size_t n = strlen(lower);
    return s.n >= n && ws_equals_nocase((struct ws_slice){s.p, n}, lower);
}

/* "https://me@www.Example.org:80/a#b" -> "Example.org", rest "/a" (RFC 3986, 3.2). Other
 * schemes than http and https have no host that serves pages. */
static struct ws_slice split(struct ws_slice url, struct ws_slice *rest)
{
    size_t scheme = begins(url, "http://") ? 7 : begins(url, "https://") ? 8 : 0;
    struct ws_slice host = behind(url, scheme);
    size_t n = 0, end = 0;
    *rest = (struct ws_slice){NULL, 0};
    while (n < host.n && !strchr("/?#", host.p[n]))
        n++;
    *rest = behind(host, n);
    while (end < rest->n && rest->p[end] != '#')
        end++;
    rest->n = end;
    host.n = scheme ? n : 0;
    for (n = host.n; n > 0; n--)
        if (host.p[n - 1] == '@') {
            host = behind(host, n);
            break;
        }
    if (begins(host, "www."))
        host = behind(host, 4);
    for (n = host.n; n > 0 && host.p[n - 1] >= '0' && host.p[n - 1] <= '9'; n--)
        ;
    if (n > 0 && host.p[n - 1] == ':')
        host.n = n - 1;
    return host;
}

uint64_t ws_host_hash(struct ws_slice url)
{
    struct ws_slice rest, host = {NULL, 0};
    if (url.n)
        host = split(url, &rest);
    return host.n ? finish(add_lower(HASH_START, host)) : 0;
}

/* One for http and https, with and without "www.": they are mostly the same page. url has a
 * host. */
static uint64_t page_hash(struct ws_slice url)
{
    struct ws_slice rest, host = split(url, &rest);
    uint64_t h = add_byte(add_lower(HASH_START, host), ' ');
    for (size_t i = 0; i < rest.n; i++)
        h = add_byte(h, rest.p[i]);
    return finish(h);
}

/* --- notes ---------------------------------------------------------------------------- */

struct noted {
    uint64_t hash;
    uint32_t words;
};

static int longest_first(const void *a, const void *b)
{
    const struct noted *x = a, *y = b;
    if (x->words != y->words)
        return x->words < y->words ? 1 : -1;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* Sorted, each once: equal hashes stand together, because equal words have equal counts. */
static uint32_t note_blocks(const struct ws_blocks *b, struct noted *list)
{
    uint32_t n = 0, distinct = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        uint64_t hash = ws_host_block_hash(b->v[i].text);
        if (hash)
            list[n++] = (struct noted){hash, b->v[i].words};
    }
    qsort(list, n, sizeof *list, longest_first);
    for (uint32_t i = 0; i < n; i++)
        if (i == 0 || list[i].hash != list[i - 1].hash)
            list[distinct++] = list[i];
    return distinct < WS_HOST_NOTE_BLOCKS ? distinct : WS_HOST_NOTE_BLOCKS;
}

bool ws_host_note(const struct ws_analysis *a, struct ws_slice url, struct ws_buf *out)
{
    struct ws_host_note note = {.host = ws_host_hash(url)};
    if (!note.host || !a->blocks.n)
        return true;
    struct noted *list = ws_arena_alloc(a->arena, a->blocks.n * sizeof *list);
    if (!list)
        return false;
    note.page = page_hash(url);
    note.title = ws_host_block_hash(a->tree.head.title);
    note.n_blocks = note_blocks(&a->blocks, list);
    while (note.n_long < note.n_blocks && list[note.n_long].words >= WS_HOST_LONG_WORDS)
        note.n_long++;
    if (!ws_buf_reserve(out, sizeof note + note.n_blocks * sizeof(uint64_t)))
        return false;
    memcpy(out->p + out->n, &note, sizeof note);
    out->n += sizeof note;
    for (uint32_t i = 0; i < note.n_blocks; i++, out->n += sizeof(uint64_t))
        memcpy(out->p + out->n, &list[i].hash, sizeof(uint64_t));
    return true;
}

bool ws_host_note_next(const struct ws_buf *notes, size_t *at, struct ws_host_note *note,
                       const uint8_t **hashes)
{
    if (*at >= notes->n)
        return false;
    memcpy(note, notes->p + *at, sizeof *note);
    *hashes = notes->p + *at + sizeof *note;
    *at += sizeof *note + note->n_blocks * sizeof(uint64_t);
    return true;
}
