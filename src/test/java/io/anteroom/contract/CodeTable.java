package io.anteroom.contract;

import java.util.List;
import java.util.stream.Collectors;

/** Calls and codes, with a mark for each code that was provoked or not. */
record CodeTable(OpenApiDocument document, ContractCheck contractCheck) {

  String table() {
    List<String> codes =
        document.operations().stream()
            .flatMap(operation -> operation.codes().stream())
            .distinct()
            .sorted()
            .toList();
    String head = "%-28s %s%n".formatted("call", String.join(" ", codes));
    return document.operations().stream()
        .map(operation -> row(operation, codes))
        .collect(Collectors.joining("", head, ""));
  }

  private String row(ContractOperation operation, List<String> codes) {
    return "%-28s %s%n"
        .formatted(
            operation.name(),
            codes.stream().map(code -> mark(operation, code)).collect(Collectors.joining(" ")));
  }

  private String mark(ContractOperation operation, String code) {
    String mark = operation.codes().contains(code) ? "MISSING" : "·";
    return "%3s".formatted(contractCheck.isSeen(operation, code) ? "✓" : mark);
  }
}
