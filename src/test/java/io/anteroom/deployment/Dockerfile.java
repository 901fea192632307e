package io.anteroom.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A Dockerfile as far as these tests read it: no heredocs, no variables. */
record Dockerfile(List<Stage> stages) {

  record Instruction(String keyword, String arguments) {}

  record Copy(Optional<String> from, List<String> sources, String target) {}

  record Stage(String image, Optional<String> name, List<Instruction> instructions) {

    boolean isNamed(String other) {
      return name.filter(other::equals).isPresent();
    }

    List<String> all(String keyword) {
      return instructions.stream()
          .filter(instruction -> instruction.keyword().equals(keyword))
          .map(Instruction::arguments)
          .toList();
    }

    String last(String keyword) {
      List<String> found = all(keyword);
      return found.isEmpty() ? "" : found.get(found.size() - 1);
    }

    List<Copy> copies() {
      return all("COPY").stream().map(Dockerfile::copy).toList();
    }

    /** The Maven commands, in words. */
    List<List<String>> mavenCommands() {
      return all("RUN").stream()
          .flatMap(step -> Stream.of(step.split("&&")))
          .map(String::strip)
          .filter(command -> command.contains("mvnw"))
          .map(command -> List.of(command.split("\\s+")))
          .toList();
    }
  }

  static Dockerfile read(String file) {
    List<Stage> stages = new ArrayList<>();
    for (String line : joined(Checkout.lines(file))) {
      String[] words = line.split("\\s+", 2);
      Instruction instruction =
          new Instruction(words[0].toUpperCase(Locale.ROOT), words.length > 1 ? words[1] : "");
      if (instruction.keyword().equals("FROM")) {
        stages.add(stage(instruction.arguments().split("\\s+")));
      } else {
        stages.get(stages.size() - 1).instructions().add(instruction);
      }
    }
    return new Dockerfile(List.copyOf(stages));
  }

  /** Images from elsewhere that stages begin with. */
  List<String> baseImages() {
    return stages.stream()
        .map(Stage::image)
        .filter(image -> stages.stream().noneMatch(stage -> stage.isNamed(image)))
        .toList();
  }

  /** What a stage has, together with the stages that it begins with; the first one first. */
  List<Instruction> inherited(Stage stage) {
    List<Instruction> all = new ArrayList<>();
    stages.stream()
        .filter(parent -> parent.isNamed(stage.image()))
        .forEach(parent -> all.addAll(inherited(parent)));
    all.addAll(stage.instructions());
    return List.copyOf(all);
  }

  /** The stage of that name. */
  Stage named(String name) {
    return stages.stream()
        .filter(stage -> stage.isNamed(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no stage " + name));
  }

  /** The stage that becomes the image, with what it inherits. */
  Stage runtime() {
    Stage last = stages.get(stages.size() - 1);
    return new Stage(last.image(), last.name(), inherited(last));
  }

  private static Stage stage(String[] from) {
    boolean named = from.length == 3 && from[1].equalsIgnoreCase("AS");
    return new Stage(from[0], named ? Optional.of(from[2]) : Optional.empty(), new ArrayList<>());
  }

  private static Copy copy(String arguments) {
    List<String> words = List.of(arguments.split("\\s+"));
    List<String> paths = words.stream().filter(word -> !word.startsWith("--")).toList();
    Optional<String> from =
        words.stream()
            .filter(word -> word.startsWith("--from="))
            .map(word -> word.substring("--from=".length()))
            .findFirst();
    return new Copy(from, paths.subList(0, paths.size() - 1), paths.get(paths.size() - 1));
  }

  private static List<String> joined(List<String> lines) {
    Stream<String> code =
        lines.stream().map(String::strip).filter(line -> !line.isEmpty() && line.charAt(0) != '#');
    List<String> joined = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    for (String line : code.toList()) {
      boolean goesOn = line.endsWith("\\");
      open.append(goesOn ? line.substring(0, line.length() - 1) : line);
      if (!goesOn) {
        joined.add(open.toString());
        open.setLength(0);
      }
    }
    return joined;
  }
}
