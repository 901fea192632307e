package io.anteroom.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends the embedded servers when this process is gone. A shutdown hook would not run after {@code
 * kill -9}; a pipe from this process ends in every case. On systems without a shell it does
 * nothing.
 */
final class ChildProcessWatchdog {

  /**
   * Waits for the end of the pipe, then ends what the servers' own files name. SIGINT is
   * PostgreSQL's fast shutdown.
   */
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      cat >/dev/null
      folder=$1
      postmaster=$(head -n 1 "$folder/postgres/postmaster.pid" 2>/dev/null)
      for replica in "$folder"/replica-*.pid; do
        [ ! -e "$replica" ] || kill -KILL "$(cat "$replica")" 2>/dev/null
      done
      redis=$(cat "$folder/redis.pid" 2>/dev/null)
      [ -z "$redis" ] || kill -TERM "$redis" 2>/dev/null
      [ -z "$postmaster" ] || kill -INT "$postmaster" 2>/dev/null
      tries=0
      while [ -n "$postmaster" ] && kill -0 "$postmaster" 2>/dev/null && [ $tries -lt 100 ]; do
        sleep 0.1; tries=$((tries + 1))
      done
      rm -rf "$folder"
      """;

  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private ChildProcessWatchdog() {}

  /** Watches over the servers of a folder, which may start and restart at any time after this. */
  static void watch(Path folder) throws IOException {
    if (!isAble()) {
      return;
    }
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString()); // a signal to the whole group of this process spares it
    }
    command.addAll(List.of("sh", "-c", SCRIPT, "anteroom-reaper", folder.toString()));
    new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Whether it does anything on this system. */
  static boolean isAble() {
    return !System.getProperty("os.name").startsWith("Windows");
  }
}
