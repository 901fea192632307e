package io.anteroom.contract;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What came back.
 *
 * @param status the code; 0 where nothing came that is HTTP
 * @param headers whole lines
 * @param body without its transfer coding
 */
public record ContractResponse(int status, List<String> headers, byte[] body) {

  public Optional<String> header(String name) {
    String start = name + ":";
    return headers.stream()
        .filter(line -> line.regionMatches(true, 0, start, 0, start.length()))
        .map(line -> line.substring(start.length()).strip())
        .findFirst();
  }

  /** Its media type without parameters; empty where there is none. */
  public String mediaType() {
    return header("Content-Type").map(type -> type.split(";")[0].strip()).orElse("");
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
