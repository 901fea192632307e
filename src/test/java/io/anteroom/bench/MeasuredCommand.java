package io.anteroom.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is started and measured.
 *
 * @param text as it was given
 * @param program the command, with its arguments
 * @param variables of the environment, beside those that all have
 */
public record MeasuredCommand(String text, List<String> program, Map<String, String> variables) {

  private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

  /** Both builds of this checkout, as far as they are there: the native executable first. */
  public static Stream<String> builds() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      List<Path> executables = files.filter(file -> file.toString().endsWith("-runner")).toList();
      return Stream.concat(executables.stream(), Stream.of(JAR))
          .filter(Files::exists)
          .map(Path::toString);
    }
  }

  /**
   * Words with spaces between them: variables as {@code NAME=value}, options of the JVM for a jar,
   * then a jar or an executable, then its arguments.
   */
  public static MeasuredCommand parse(String text) {
    Map<String, String> variables = new LinkedHashMap<>();
    List<String> program = new ArrayList<>();
    for (String word : text.strip().split(" +")) {
      if (program.isEmpty() && word.matches("[A-Z][A-Z0-9_]*=.*")) {
        String[] parts = word.split("=", 2);
        variables.put(parts[0], parts[1]);
      } else if (word.endsWith(".jar")) {
        program.add("-jar");
        program.add(word);
        program.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
      } else {
        program.add(word);
      }
    }
    return new MeasuredCommand(text, program, variables);
  }
}
