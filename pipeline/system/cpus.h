/* cpus.h - how many processors this process may use. Threads: call before the first one is made. */
#ifndef WARCSIFT_CPUS_H
#define WARCSIFT_CPUS_H

/* CPU quota of a control group, rounded up to whole processors; 0: none.
 * membership: /proc/self/cgroup. root: /sys/fs/cgroup. Version 2 (cpu.max, the least on the way from
 * the group up to the root) and version 1 (cpu.cfs_quota_us). */
unsigned ws_cgroup_cpus(const char *membership, const char *root);

/* "8" or "8,2" (a level each, as OMP_NUM_THREADS allows) -> 8; anything else -> 0. text may be NULL. */
unsigned ws_first_count(const char *text);

#endif
