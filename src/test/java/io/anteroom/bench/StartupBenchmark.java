package io.anteroom.bench;

import io.anteroom.sandbox.EmbeddedServers;
import io.anteroom.sandbox.upstream.SandboxUpstream;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Start-up time and memory of builds, or of one build with several settings, in turn, so that a
 * change of the machine's speed reaches all. Start-up is from the start of the process to the first
 * 200 of a request with a key, against a migrated database. Memory is what Linux counts.
 */
public final class StartupBenchmark {

  private static final int RUNS = 11;
  private static final Duration IDLE = Duration.ofSeconds(30);

  private StartupBenchmark() {}

  /**
   * @param args runs of each, seconds of idleness before memory is read, then commands as {@link
   *     MeasuredCommand#parse}; all of them may be left out
   */
  public static void main(String[] args) throws Exception {
    int runs = args.length > 0 ? Integer.parseInt(args[0]) : RUNS;
    Duration idle = args.length > 1 ? Duration.ofSeconds(Long.parseLong(args[1])) : IDLE;
    List<MeasuredCommand> commands =
        (args.length > 2 ? Stream.of(args).skip(2) : MeasuredCommand.builds())
            .map(MeasuredCommand::parse)
            .toList();
    try (EmbeddedServers servers = EmbeddedServers.start();
        SandboxUpstream upstream = SandboxUpstream.start(SandboxSettings.instant())) {
      measure(commands, runs, idle, MeasuredProcess.environment(servers, upstream));
    }
    System.exit(0);
  }

  private static void measure(
      List<MeasuredCommand> commands, int runs, Duration idle, Map<String, String> environment)
      throws Exception {
    List<List<Double>> starts = new ArrayList<>();
    for (MeasuredCommand command : commands) {
      starts.add(new ArrayList<>());
      start(command, environment); // migrates, and reads the files into the page cache
    }
    for (int run = 0; run < runs; run++) {
      for (int i = 0; i < commands.size(); i++) {
        starts.get(i).add(start(commands.get(i), environment));
      }
    }
    System.out.printf("medians of %d starts; memory after %d s%n", runs, idle.toSeconds());
    System.out.printf(
        "%10s %10s %10s %10s %10s %10s  %s%n",
        "start ms", "min ms", "RSS MiB", "anon MiB", "file MiB", "threads", "command");
    for (int i = 0; i < commands.size(); i++) {
      print(commands.get(i), starts.get(i).stream().sorted().toList(), idle, environment);
    }
  }

  private static double start(MeasuredCommand command, Map<String, String> environment)
      throws Exception {
    try (MeasuredProcess process = MeasuredProcess.start(command, environment)) {
      return process.startMillis();
    }
  }

  private static void print(
      MeasuredCommand command, List<Double> starts, Duration idle, Map<String, String> environment)
      throws Exception {
    try (MeasuredProcess process = MeasuredProcess.start(command, environment)) {
      Thread.sleep(idle.toMillis());
      System.out.printf(
          "%10.0f %10.0f %10.1f %10.1f %10.1f %10.0f  %s%n",
          starts.get(starts.size() / 2),
          starts.get(0),
          process.status("VmRSS") / 1024,
          process.status("RssAnon") / 1024,
          process.status("RssFile") / 1024,
          process.status("Threads"),
          command.text());
    }
  }
}
