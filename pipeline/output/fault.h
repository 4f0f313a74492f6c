/* fault.h - for tests alone: a signal, to this process itself, at an exact place.
 *
 * Everything that changes the output directory counts as a step, before and behind: writes, syncs,
 * renames, removals. tests/cli/resume.t runs the program with WARCSIFT_TEST=step=N,signal=9 for many N
 * (main.c reads that), instead of waiting some time and hoping to hit. Without it nothing happens.
 * Threads: any. */
#ifndef WARCSIFT_FAULT_H
#define WARCSIFT_FAULT_H

/* The step-th step from now on, counted from 1, raises the signal. */
void ws_fault_arm(unsigned long step, int signal_number);
void ws_fault_step(void);

#endif
