/* Any text, plain and as Markdown, with blocks anywhere in it: what is masked stays UTF-8,
 * counts and blocks fit. */
#include "tests/fuzz/driver.h"
#include "pipeline/corpus/pii.h"

#include <stdlib.h>
#include <string.h>

#define N_BLOCKS 8

/* Bytes beyond ASCII become letters of two and of three bytes. */
static size_t to_utf8(const uint8_t *data, size_t n, uint8_t *text)
{
    size_t to = 0;
    for (size_t i = 0; i < n; i++) {
        uint8_t c = data[i];
        if (c < 0x80) {
            text[to++] = c;
        } else if (c < 0xC0) {
            text[to++] = 0xC3;
            text[to++] = c;
        } else {
            text[to++] = c & 1 ? 0xE7 : 0xE2;
            text[to++] = c & 1 ? 0x94 : 0x80;
            text[to++] = (uint8_t)(0x80 | (c & 0x3F));
        }
    }
    return to;
}

static size_t count_chars(struct ws_slice s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += (s.p[i] & 0xC0) != 0x80;
    return n;
}

static bool is_utf8(struct ws_slice s)
{
    for (size_t i = 0, more; i < s.n; i += more + 1) {
        more = s.p[i] < 0x80 ? 0 : s.p[i] < 0xE0 ? 1 : 2;
        for (size_t k = 1; k <= more; k++)
            if (i + k >= s.n || (s.p[i + k] & 0xC0) != 0x80)
                return false;
        if ((s.p[i] & 0xC0) == 0x80)
            return false;
    }
    return true;
}

static void try(struct ws_pii *m, struct ws_slice text, bool markdown, const uint8_t *data,
                size_t n)
{
    struct ws_text_block blocks[N_BLOCKS];
    struct ws_pii_counts counts = {0};
    size_t chars = count_chars(text), at = 0, found = 0;
    for (size_t i = 0; i < N_BLOCKS; i++) {
        at += n ? data[i % n] % (1 + (chars - at) / 2) : 0;
        blocks[i].start = at;
        at += n ? data[(i + 3) % n] % (1 + (chars - at) / 2) : 0;
        blocks[i].end = at;
    }
    struct ws_article a = {.title = text, .text = text, .blocks = blocks, .n_blocks = N_BLOCKS};
    if (!ws_pii_mask_article(m, &a, markdown, &counts))
        return;
    for (int k = 0; k < WS_PII_COUNT; k++)
        found += counts.n[k];
    if (!is_utf8(a.text) || !is_utf8(a.title) ||
        (found == 0) != (a.text.p == text.p && a.title.p == text.p))
        abort();
    size_t now = count_chars(a.text);
    for (size_t i = 0, last = 0; i < N_BLOCKS; last = a.blocks[i++].end)
        if (a.blocks[i].start < last || a.blocks[i].end < a.blocks[i].start ||
            a.blocks[i].end > now)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct ws_pii *m; /* one for all inputs, as a thread has it */
    if (!m)
        m = ws_pii_new();
    uint8_t *text = malloc(3 * n + 1);
    if (m && text) {
        struct ws_slice s = {text, to_utf8(data, n, text)};
        try(m, s, false, data, n);
        try(m, s, true, data, n);
    }
    free(text);
    return 0;
}

static size_t fuzz_seed(size_t i, uint8_t *p)
{
    static const char *const SEEDS[] = {
        "Write to jo.smith@acme.org, Tel. +49 (0)30 901820-12 or (555) 234-5678.",
        "from 93.184.216.34:80 and [2a00:1450:4001:81b::200e] version 1.20.3.4",
        "IBAN DE89 3704 0044 0532 0130 00, 4111 1111 1111 1111, 3782 822463 10005",
        "call Jim at 555-2345 or 555-2346\n01 99 00 12 34\n31.12.2020 ISBN 978-3-16-148410-0",
        "[jo\\_x](mailto:jo\\_x@acme.org) **8 (495) 123-45-67** https://acme.org/555-234-5678",
        "\xf5\xc1 13812345678, 011 39 0831 301781; 0049 30 901820",
    };
    if (i >= sizeof SEEDS / sizeof *SEEDS)
        return 0;
    memcpy(p, SEEDS[i], strlen(SEEDS[i]));
    return strlen(SEEDS[i]);
}

#include "tests/fuzz/seeded.h"
