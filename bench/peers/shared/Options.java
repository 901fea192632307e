package peers;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Arguments as {@code --name=value}. */
record Options(Map<String, String> values) {

  static Options of(String[] args) {
    return new Options(
        Arrays.stream(args)
            .map(argument -> argument.substring(2).split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
  }

  String text(String name) {
    return values.get(name);
  }

  long number(String name) {
    return Long.parseLong(values.get(name));
  }
}
