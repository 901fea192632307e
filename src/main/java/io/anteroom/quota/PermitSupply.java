package io.anteroom.quota;

import java.time.Duration;
import java.util.Optional;

/**
 * What a class of an account has to spend, after what is left for others.
 *
 * @param hold how long a slot stays taken after the answer to its call; zero where the class is
 *     unlimited
 * @param allowed how many slots are believed in, at least 1: fewer than the plan has after a 429
 * @param usable how many of them there are to use, at least 1
 * @param free how many of them are free now; 0 while the class is paused
 * @param nextFree how long until one more slot is free, as far as is known; empty where none is
 *     taken
 */
public record PermitSupply(
    Duration hold, int allowed, int usable, int free, Optional<Duration> nextFree) {}
