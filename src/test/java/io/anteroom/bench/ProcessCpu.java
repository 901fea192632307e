package io.anteroom.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The CPU time of processes, as Linux counts it. */
public final class ProcessCpu {

  private static final double MILLIS_PER_TICK = 10; // USER_HZ is 100 on every Linux of today

  private ProcessCpu() {}

  /** Milliseconds that a process and all its children have used, those that ended included. */
  public static double millis(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .mapToDouble(each -> read(each.pid()))
        .sum();
  }

  private static double read(long pid) {
    try {
      return millis(Files.readString(Path.of("/proc/" + pid + "/stat")));
    } catch (IOException e) {
      return 0; // it has ended: its parent has its time
    }
  }

  /** Of a line of /proc/PID/stat: its own time, and that of children that were waited for. */
  static double millis(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    double ticks = 0;
    for (int i = 11; i <= 14; i++) { // utime, stime, cutime, cstime
      ticks += Long.parseLong(fields[i]);
    }
    return ticks * MILLIS_PER_TICK;
  }
}
