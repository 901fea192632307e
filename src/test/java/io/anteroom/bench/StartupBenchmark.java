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
 * Start-up time, its CPU and memory of builds, or of one build with several settings, in turn, so
 * that a change of the machine's speed reaches all. Start-up is from the start of the process to
 * the first 200 of a request with a key, against a migrated database; the CPU is what the process
 * used until then, user and system. Memory is what Linux counts.
 */
public final class StartupBenchmark {

  private static final int RUNS = 11;
  private static final Duration IDLE = Duration.ofSeconds(30);

  private StartupBenchmark() {}

  /**
   * @param cpuMillis of the process, until then
   */
  private record Start(double millis, double cpuMillis) {}

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
    List<List<Start>> starts = new ArrayList<>();
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
        "%10s %10s %10s %10s %10s %10s %10s %10s  %s%n",
        "start ms",
        "min ms",
        "CPU ms",
        "min CPU",
        "RSS MiB",
        "anon MiB",
        "file MiB",
        "threads",
        "command");
    for (int i = 0; i < commands.size(); i++) {
      print(commands.get(i), starts.get(i), idle, environment);
    }
  }

  private static Start start(MeasuredCommand command, Map<String, String> environment)
      throws Exception {
    try (MeasuredProcess process = MeasuredProcess.start(command, environment)) {
      return new Start(process.startMillis(), process.startCpuMillis());
    }
  }

  private static void print(
      MeasuredCommand command, List<Start> starts, Duration idle, Map<String, String> environment)
      throws Exception {
    List<Double> millis = starts.stream().map(Start::millis).sorted().toList();
    List<Double> cpuMillis = starts.stream().map(Start::cpuMillis).sorted().toList();
    try (MeasuredProcess process = MeasuredProcess.start(command, environment)) {
      Thread.sleep(idle.toMillis());
      System.out.printf(
          "%10.0f %10.0f %10.0f %10.0f %10.1f %10.1f %10.1f %10.0f  %s%n",
          millis.get(millis.size() / 2),
          millis.get(0),
          cpuMillis.get(cpuMillis.size() / 2),
          cpuMillis.get(0),
          process.status("VmRSS") / 1024,
          process.status("RssAnon") / 1024,
          process.status("RssFile") / 1024,
          process.status("Threads"),
          command.text());
    }
  }
}
