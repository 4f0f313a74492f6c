/* crawl.h - what Common Crawl's crawler found out about a page (struct ws_crawl, line.h).
 * Threads: pure functions. */
#ifndef WARCSIFT_CRAWL_H
#define WARCSIFT_CRAWL_H

#include "pipeline/output/line.h"

/* Reads the block of a metadata record: lines "charset-detected: LABEL" and "languages-cld2: JSON". What is not
 * understood is left out. Slices point into block. false: neither is in it. */
bool ws_crawl_read(struct ws_slice block, struct ws_crawl *crawl);

/* Reads WARC-Identified-Content-Language of a conversion record: codes separated by commas. */
bool ws_crawl_read_list(struct ws_slice list, struct ws_crawl *crawl);

#endif
