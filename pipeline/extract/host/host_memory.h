/* host_memory.h - blocks that the pages of a host repeat, learnt in a first pass over an archive
 * (host_survey.h), and what follows for the blocks of a page in the second.
 *
 * The rule. Of a host, n different pages were noted; a block stands on d of them. When it stands on at
 * least two other pages, and on more than a fifth of them, (d - 1) / (n - 1) > 0.2, its log-odds are lowered by
 *
 *     full(block) * min(1, ((d - 1) / (n - 1) - 0.2) / 0.3)
 *     full: 7 from 15 words on, 3 from 4 words on, 1.5 for shorter blocks and for headings
 *
 * Why it is no veto, and why these figures (7: a paragraph that nothing but repetition gives away may have
 * log-odds of 6): on the benchmark pages of hosts with four pages and more,
 * with probabilities from models that had not seen the site, the log-odds were too high by 3.9 to 4.7 on
 * blocks of half of the pages and more, by 1.4 to 1.9 between 0.2 and 0.5, by 0.5 on blocks of one other
 * page (as often an agency's paragraph or the page's print version as it is boilerplate). Of the repeated
 * blocks that do belong to the text nearly all are short or headings: "See also", "Specifications", a photo
 * credit. Of 226 long paragraphs on half of the pages 6 were in the reference text, all of them the site's
 * words about itself. So applied, the rule took 9,590 words out of those pages that are not in the
 * reference texts, and 436 that are.
 *
 * Threads: a memory is read-only once made. */
#ifndef WARCSIFT_HOST_MEMORY_H
#define WARCSIFT_HOST_MEMORY_H

#include "pipeline/extract/blocks/blocks.h"

struct ws_host_memory;

/* blocks, hosts: how many ws_host_memory_put() may bring. NULL: no memory. */
struct ws_host_memory *ws_host_memory_new(size_t blocks, size_t hosts);
void ws_host_memory_free(struct ws_host_memory *m);

/* The block stands on d of the n different pages of the host. d and n count the page itself. Each pair of
 * host and block is put once. What lowers nothing by the rule above is not kept; false then. */
bool ws_host_memory_put(struct ws_host_memory *m, uint64_t host, uint64_t block, uint32_t d, uint32_t n);
bool ws_host_memory_wants(uint32_t d, uint32_t n); /* would it be kept? */

/* How far the rule applies to the block, 0..1. */
float ws_host_memory_strength(const struct ws_host_memory *m, uint64_t host, uint64_t block);

/* Lowers p[i], the probability of block i of the page at url, by the rule. m may be NULL. */
void ws_host_memory_apply(const struct ws_host_memory *m, struct ws_slice url, const struct ws_tree *t,
                          const struct ws_blocks *b, float *p);

#endif
