package io.anteroom.api.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of fields and files as browsers, curl and RFC 8187 write them. */
class ContentDispositionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          filename="a.pdf"                                       | a.pdf
          filename=a.pdf                                         | a.pdf
          filename=a b.pdf                                       | a b.pdf
          FILENAME="a.pdf"                                       | a.pdf
          filename = "a.pdf"                                     | a.pdf
          filename="a\\"b.pdf"                                   | a"b.pdf
          filename="\\"\\".pdf"                                  | "".pdf
          filename="a\\\\b.pdf"                                  | a\\b.pdf
          filename="a%22b.pdf"                                   | a"b.pdf
          filename="100%25 a%0Ab.pdf"                            | 100%25 a%0Ab.pdf
          filename="C:\\x\\y.pdf"                                | C:\\x\\y.pdf
          filename="a;b=c, d.pdf"                                | a;b=c, d.pdf
          filename="a; name=x.pdf"                               | a; name=x.pdf
          filename="\u20ac.pdf"                                  | \u20ac.pdf
          filename="it's 'x'.pdf"                                | it's 'x'.pdf
          filename*=UTF-8''%e2%82%ac.pdf                         | \u20ac.pdf
          filename*=UTF-8'en'%e2%82%ac.pdf                       | \u20ac.pdf
          filename*=utf-8'de-CH'%E2%82%AC%20rates.pdf            | \u20ac rates.pdf
          filename*=iso-8859-1'en'%A3%20rates.pdf                | \u00a3 rates.pdf
          FileName*=UTF-8''a%22b.pdf                             | a"b.pdf
          filename*="UTF-8''%e2%82%ac.pdf"                       | \u20ac.pdf
          filename*=UTF-8''it's.pdf                              | it's.pdf
          filename="EURO.pdf"; filename*=UTF-8''%e2%82%ac.pdf    | \u20ac.pdf
          filename*=UTF-8''%e2%82%ac.pdf; filename="EURO.pdf"    | \u20ac.pdf
          filename="a.pdf"; filename*=utf-8''%ff                 | a.pdf
          filename="a.pdf"; filename*=nonsense''x                | a.pdf
          filename="a.pdf"; filename*=x                          | a.pdf
          filename="a.pdf"; filename="b.pdf"                     | a.pdf
          filename="a.pdf                                        | a.pdf
          filename="                                             | ``
          filename="a\\"b.pdf                                    | a"b.pdf
          filename="a; b.pdf                                     | a; b.pdf
          filename=".."                                          | ..
          filename=" "                                           | ` `
          """)
  void aFileNameIsReadInEachNotation(String parameters, String name) {
    ContentDisposition read = ContentDisposition.of("form-data; name=\"file\"; " + parameters);
    assertEquals(name, read.fileName());
    assertEquals("file", read.name());
    assertTrue(read.isFormData());
    assertFalse(read.unreadable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "utf-8''%ff",
        "UTF-8''%",
        "UTF-8''%zz",
        "nonsense''x",
        "x",
        "UTF-8'x",
        "''a",
        "utf-8''%ed%a0%80",
        "UTF-8''\u20ac"
      })
  void anUnreadableNameIsNoName(String value) {
    ContentDisposition read = ContentDisposition.of("form-data; name=file; filename*=" + value);
    assertTrue(read.unreadable());
    assertNull(read.fileName());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"form-data; name=\"a\"", "Form-Data; NAME=a", "FORM-DATA ;\tName = \"a\" ; x"})
  void aFieldHasNoFileName(String header) {
    ContentDisposition read = ContentDisposition.of(header);
    assertTrue(read.isFormData());
    assertEquals("a", read.name());
    assertNull(read.fileName());
    assertFalse(read.unreadable());
  }

  @Test
  void otherDispositionsAreNoFields() {
    assertFalse(ContentDisposition.of(null).isFormData());
    assertFalse(ContentDisposition.of("").isFormData());
    assertFalse(ContentDisposition.of("attachment; filename=a").isFormData());
    assertFalse(ContentDisposition.of("form-data-x; name=a").isFormData());
    assertNull(ContentDisposition.of("form-data").name());
  }

  @Test
  void aNameMustBeUtf8() {
    assertEquals(
        Optional.of("\u20ac"),
        ContentDisposition.header("\u20ac".getBytes(StandardCharsets.UTF_8)));
    assertEquals(Optional.empty(), ContentDisposition.header(new byte[] {(byte) 0xe4}));
  }
}
