/* pii.h - what leads to a person, put out of sight: e-mail addresses, phone numbers, IP addresses, account and card
 * numbers, each replaced by one constant of its kind:
 *
 *   email   email@example.com         any address but those of example.com and other names that nobody can have
 *   phone   +00-000-000-0000          with a country code (+49 30 ..., 0049 30 ...), in a form that a country writes
 *                                     ((555) 234-5678, 01 23 45 67 89, 0171-1234567), or behind a word for it
 *                                     (Tel. 12 34 56)
 *   ip      192.0.2.1, 2001:db8::1    globally routable addresses of hosts
 *   iban    DE00000000000000000000    whose length is that of the country and whose check digits are right
 *   card    0000-0000-0000-0000       whose beginning, length, groups and check digit are those of an issuer
 *
 * A constant and not a choice: the same text comes out the same wherever it stands. No constant has a blank in it or
 * means anything in Markdown, so links (mailto:, tel:) stay links; masking again changes nothing. Prefers to leave
 * something standing over taking dates, prices, versions, ISBNs and other numbers: see pii_phone.c for what is
 * enough. Digits are those of ASCII. Takes linear time.
 *
 * Threads: one struct ws_pii per thread. */
#ifndef WARCSIFT_PII_H
#define WARCSIFT_PII_H

#include "warcsift/article.h"
#include "warcsift/corpus.h"
#include "warc/buf.h"

struct ws_pii_counts {
    uint32_t n[WS_PII_COUNT];
};

struct ws_pii;
struct ws_pii *ws_pii_new(void); /* NULL: no memory */
void ws_pii_free(struct ws_pii *m);

/* Masks title, text, description and author, moves the blocks along, and adds to counts what
 * was found. New text is borrowed until the next call. markdown: so is the text. false: no
 * memory. */
WS_MUST_USE bool ws_pii_mask_article(struct ws_pii *m, struct ws_article *art, bool markdown,
                                     struct ws_pii_counts *counts);

/* The same for one text: *s is replaced by one that is borrowed until the next call if there
 * was something. */
WS_MUST_USE bool ws_pii_mask(struct ws_pii *m, struct ws_slice *s, bool markdown,
                             struct ws_pii_counts *counts);

#endif
