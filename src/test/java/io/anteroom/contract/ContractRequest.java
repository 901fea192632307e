package io.anteroom.contract;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request byte by byte: what it has need not be HTTP. Immutable.
 *
 * @param method the method
 * @param target what stands behind it, percent-encoded or not
 * @param headers whole lines
 * @param body may be empty
 */
public record ContractRequest(String method, String target, List<String> headers, byte[] body) {

  /** A request with nothing but its first line. */
  public static ContractRequest of(String method, String target) {
    return new ContractRequest(method, target, List.of(), new byte[0]);
  }

  /** With a header, in the place of one of the same name. */
  public ContractRequest with(String name, String value) {
    List<String> all = new ArrayList<>(without(name).headers);
    all.add(name + ": " + value);
    return new ContractRequest(method, target, all, body);
  }

  /** Without a header. */
  public ContractRequest without(String name) {
    String start = name + ":";
    return new ContractRequest(
        method,
        target,
        headers.stream().filter(h -> !h.regionMatches(true, 0, start, 0, start.length())).toList(),
        body);
  }

  public ContractRequest to(String other) {
    return new ContractRequest(method, other, headers, body);
  }

  public ContractRequest body(byte[] other) {
    return new ContractRequest(method, target, headers, other);
  }

  public ContractRequest json(String text) {
    return with("Content-Type", "application/json").body(text.getBytes(StandardCharsets.UTF_8));
  }

  public ContractRequest by(String key) {
    return with("Authorization", "Bearer " + key);
  }

  /** The bytes of the request; Content-Length is added unless it is given. */
  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    head.append("Host: localhost\r\nConnection: close\r\n");
    headers.forEach(line -> head.append(line).append("\r\n"));
    if (headers.stream().noneMatch(line -> line.startsWith("Content-Length"))) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    out.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    out.writeBytes(body);
    return out.toByteArray();
  }

  @Override
  public String toString() {
    String text = new String(bytes(), StandardCharsets.ISO_8859_1);
    return text.length() > 3000 ? text.substring(0, 3000) + "…" + text.length() : text;
  }
}
