package io.anteroom.sandbox.options;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Faults as they are written on a command line: {@code index.text:drop_after=0.5,…}. */
final class FaultList {

  private static final Pattern FAULT = Pattern.compile("([^:=]+):([^:=]+)=(.+)");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private FaultList() {}

  /** The same as settings of the upstream, in JSON. */
  static String asJson(OptionValue value) {
    ObjectNode settings = MAPPER.createObjectNode();
    ObjectNode faults = settings.putObject("faults");
    for (String each : value.text().split(",")) {
      Matcher fault = FAULT.matcher(each.strip());
      if (!fault.matches()) {
        throw value.wrong("must be like index.text:server_error=0.5");
      }
      faults.withObjectProperty(fault.group(1)).set(fault.group(2), scalar(fault.group(3)));
    }
    return settings.toString();
  }

  /** A number where it is one, else a text. */
  private static JsonNode scalar(String text) {
    try {
      JsonNode value = MAPPER.readTree(text);
      return value.isValueNode() ? value : TextNode.valueOf(text);
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(text);
    }
  }
}
