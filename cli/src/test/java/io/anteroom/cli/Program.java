package io.anteroom.cli;

import io.anteroom.cli.Cli.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged command line as a process: the jar, or the native executable. */
final class Program {

  private final Map<String, String> environment = new LinkedHashMap<>();

  /** One that runs. */
  record Running(Process process, Path out, Path err) {

    Result end() {
      try {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError("it does not end: " + read(err));
        }
        return new Result(process.exitValue(), read(out), read(err));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    String said() {
      return read(err);
    }
  }

  Program set(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Result run(String... args) {
    return start("", args).end();
  }

  Result runWith(String in, String... args) {
    return start(in, args).end();
  }

  Running start(String in, String... args) {
    try {
      Path folder = Files.createDirectories(Path.of("target/logs"));
      Path out = Files.createTempFile(folder, "cli", ".out");
      Path err = Files.createTempFile(folder, "cli", ".err");
      Path input = Files.writeString(Files.createTempFile(folder, "cli", ".in"), in);
      ProcessBuilder builder = new ProcessBuilder(command());
      builder.command().addAll(List.of(args));
      builder.environment().keySet().removeIf(name -> name.startsWith("ANTEROOM_"));
      builder.environment().put("XDG_CONFIG_HOME", folder.toAbsolutePath().toString());
      builder.environment().putAll(environment);
      builder.redirectInput(input.toFile());
      return new Running(
          builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command() {
    String executable = System.getProperty("cli.executable", "");
    if (!executable.isEmpty()) {
      return new ArrayList<>(List.of(executable));
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ArrayList<>(
        List.of(java, "-XX:TieredStopAtLevel=1", "-jar", System.getProperty("cli.jar")));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
