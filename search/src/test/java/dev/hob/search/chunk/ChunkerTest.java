package dev.hob.search.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChunkerTest {
    private static String named(List<Chunk> chunks) {
        return String.join(
                " ",
                chunks.stream()
                        .filter(chunk -> !chunk.name().isEmpty())
                        .map(chunk -> chunk.kind().name().charAt(0) + ":"
                                + (chunk.scope().isEmpty() ? "" : chunk.scope() + ".") + chunk.name())
                        .toList());
    }

    record Sample(String path, String text, String names) {
        @Override
        public String toString() {
            return path;
        }
    }

    static List<Sample> samples() {
        return List.of(
                new Sample(
                        "Tea.java",
                        "class Tea { int pour(Cup c) { return 1; } Tea() {} enum Kind { GREEN } record P(int x) {} }",
                        "T:Tea F:Tea.pour F:Tea.Tea T:Tea.Kind T:Tea.P"),
                new Sample(
                        "tea.py",
                        "class Tea:\n    async def pour(self):\n        def inner(): pass\n\ndef brew(x: int) -> int:\n    return x\n",
                        "T:Tea F:Tea.pour F:Tea.pour.inner F:brew"),
                new Sample(
                        "tea.js",
                        "class Tea { pour() {} }\nfunction brew() {}\nconst steep = async (x) => x;\nmodule.exports.sip = function () {};\n",
                        "T:Tea F:Tea.pour F:brew F:steep F:sip"),
                new Sample(
                        "tea.ts",
                        "export interface Cup { fill(x: number): void }\nexport abstract class Tea<T> { abstract a(): T; private pour = () => 1; b() {} }\ntype X = string;\nnamespace n { export function f(): void {} }\n",
                        "T:Cup F:Cup.fill T:Tea F:Tea.a F:Tea.pour F:Tea.b T:X F:n.f"),
                new Sample(
                        "tea.tsx",
                        "export const Cup = ({ size }: Props) => {\n  return <div/>;\n};\nexport default function Tea() {\n  return <Cup/>;\n}\n",
                        "F:Cup F:Tea"),
                new Sample(
                        "tea.go",
                        "package tea\n\ntype Tea struct{}\n\nfunc (t *Tea) Pour() error {\n\treturn nil\n}\n\nfunc Brew[T any](x T) {}\n",
                        "T:Tea F:Tea.Pour F:Brew"),
                new Sample(
                        "tea.rs",
                        "mod m { pub struct Tea<T> { x: T } impl<T> Tea<T> { pub fn pour(&self) {} } }\ntrait Pour { fn f(); }\nimpl Pour for a::Cup { fn f() {} }\nenum E { A }\nmacro_rules! mac { () => {} }\n",
                        "T:m.Tea F:m.Tea.pour T:Pour F:Pour.f F:Cup.f T:E F:mac"),
                new Sample(
                        "tea.c",
                        "struct tea { int x; };\nstatic char *brew(int a)\n{\n  return 0;\n}\nint main(void) { return 0; }\n#define POUR(x) (x)\n",
                        "T:tea F:brew F:main F:POUR"),
                new Sample(
                        "tea.cpp",
                        "namespace n { class Tea { void m() {} }; }\nint n::Tea::pour(int x) const { return x; }\ntemplate <class T> T& brew(T& t) { return t; }\n",
                        "T:n.Tea F:n.Tea.m F:n.Tea.pour F:brew"),
                new Sample(
                        "Tea.cs",
                        "namespace N { public class Tea { public int X { get; set; } void Pour() {} } interface ICup {} struct S {} }",
                        "T:Tea F:Tea.X F:Tea.Pour T:ICup T:S"),
                new Sample(
                        "tea.php",
                        "<?php\nclass Tea { public function pour() {} }\nfunction brew() {}\ntrait T {}\n",
                        "T:Tea F:Tea.pour F:brew T:T"),
                new Sample(
                        "tea.rb",
                        "module M\n  class Tea\n    def pour!\n    end\n    def self.brew\n    end\n  end\nend\n",
                        "T:M T:M.Tea F:M.Tea.pour! F:M.Tea.brew"),
                new Sample(
                        "Tea.scala",
                        "object Tea { def pour(x: Int): Int = x }\ntrait Cup\ncase class C(x: Int)\n",
                        "T:Tea F:Tea.pour T:Cup T:C"),
                new Sample("tea.sh", "pour() {\n  echo\n}\nfunction brew {\n  echo\n}\n", "F:pour F:brew"),
                new Sample(
                        "Tea.hs",
                        "module Tea where\n\nbrew :: Int -> Int\nbrew x = x + 1\n\ndata Cup = Big | Small\n",
                        "F:brew T:Cup"),
                new Sample("Tea.pm", "package Tea;\nsub pour {\n  my $x = shift;\n}\n1;\n", "F:pour"),
                new Sample(
                        "Tea.kt",
                        "data class Tea(val x: Int) {\n    suspend fun pour(c: Cup): Int {\n        return 1\n    }\n}\n\nfun Tea.brew() = 1\nobject O\n",
                        "T:Tea F:Tea.pour F:brew T:O"),
                new Sample(
                        "Tea.swift",
                        "public struct Tea {\n    mutating func pour() -> Int {\n        1\n    }\n}\nextension Tea {\n    static func brew() {}\n}\n",
                        "T:Tea F:Tea.pour T:Tea F:Tea.brew"),
                new Sample(
                        "tea.dart",
                        "class Tea extends Drink {\n  Future<int> pour(Cup c) async {\n    if (c) {\n      return 1;\n    }\n  }\n}\n",
                        "T:Tea F:Tea.pour"),
                new Sample(
                        "tea.lua", "local function brew(x)\n  return x\nend\nfunction M.pour() end\n", "F:brew F:pour"),
                new Sample(
                        "tea.ex",
                        "defmodule Tea do\n  def pour(x) do\n    x\n  end\n  defp brew, do: 1\nend\n",
                        "T:Tea F:Tea.pour F:Tea.brew"),
                new Sample("tea.R", "brew <- function(x) {\n  x\n}\n", "F:brew"),
                new Sample("tea.sql", "create table tea (\n  id bigint\n);\n", "T:tea"),
                new Sample(
                        "README.md",
                        "# Tea\n\nGood.\n\n```\n# no heading\n```\n\n## Pouring\n\nSlow.\n",
                        "S:Tea S:Tea.Pouring"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void what_a_file_defines_is_found(Sample sample) {
        assertThat(named(Chunker.chunks(sample.path(), sample.text()))).isEqualTo(sample.names());
    }

    @Test
    void every_grammar_that_is_named_is_there_and_takes_its_queries() {
        for (String language : Grammars.languages())
            assertThat(Grammars.definitions(language, "x")).as(language).isEmpty();
        assertThat(Grammars.languages()).hasSizeGreaterThan(14);
    }

    @Test
    void a_function_comes_with_what_is_said_before_it() {
        var chunk = Chunker.chunks("a/Tea.java", """
                        package a;

                        class Tea {
                            /// Pours a cup.
                            /// Slowly.
                            @Override
                            public int pour(Cup cup,
                                    int much) {
                                return 1;
                            }
                        }
                        """).get(1);
        assertThat(chunk)
                .isEqualTo(new Chunk(
                        "a/Tea.java",
                        "Java",
                        ChunkKind.FUNCTION,
                        "pour",
                        "Tea",
                        "@Override public int pour(Cup cup, int much)",
                        "Pours a cup.\nSlowly.",
                        4,
                        10,
                        """
                            /// Pours a cup.
                            /// Slowly.
                            @Override
                            public int pour(Cup cup,
                                    int much) {
                                return 1;
                            }""".indent(0).stripTrailing().replaceAll("(?m)^", "    ")));
    }

    @Test
    void comments_of_every_style_lose_their_signs() {
        assertThat(Chunker.chunks("a.c", "/**\n * Pours.\n * @return x\n */\nint pour(void) { return 1; }\n")
                        .getFirst()
                        .doc())
                .isEqualTo("Pours.\n@return x");
        assertThat(Chunker.chunks("a.go", "package a\n\n// Pour pours.\nfunc Pour() {}\n")
                        .getFirst()
                        .doc())
                .isEqualTo("Pour pours.");
        assertThat(Chunker.chunks("a.rb", "# Pours.\ndef pour\nend\n")
                        .getFirst()
                        .doc())
                .isEqualTo("Pours.");
        assertThat(Chunker.chunks("a.rs", "/// Pours.\n#[inline]\npub fn pour() {}\n")
                        .getFirst()
                        .doc())
                .isEqualTo("Pours.");
        assertThat(Chunker.chunks(
                                "a.py",
                                "def pour(\n    x,\n):\n    \"\"\"Pours.\n\n    Slowly.\n    \"\"\"\n    return 1\n")
                        .getFirst()
                        .doc())
                .isEqualTo("Pours.\n\nSlowly.");
    }

    @Test
    void a_type_shows_its_own_lines_and_only_the_heads_of_what_it_holds() {
        var type = Chunker.chunks(
                        "Tea.java",
                        "class Tea {\n    int heat;\n\n    void pour() {\n        secret();\n    }\n\n    int last;\n}\n")
                .getFirst();
        assertThat(type.text())
                .contains("int heat;", "void pour()", "int last;")
                .doesNotContain("secret");
    }

    @Test
    void what_is_in_no_function_is_found_in_windows() {
        String text = "def f():\n    pass\n\n" + "value = 'the quick brown fox jumps over the lazy dog'\n".repeat(60);
        var chunks = Chunker.chunks("a.py", text);
        assertThat(chunks).hasSize(3);
        assertThat(chunks.get(1).kind()).isEqualTo(ChunkKind.WINDOW);
        assertThat(chunks.getLast().lastLine()).isEqualTo(63);
    }

    @Test
    void what_nobody_wrote_to_be_read_has_no_pieces() {
        assertThat(Chunker.chunks("node_modules/a/b.js", "function f() {}")).isEmpty();
        assertThat(Chunker.chunks("a.go", "// Code generated by x. DO NOT EDIT.\npackage a\nfunc F() {}\n"))
                .isEmpty();
        assertThat(Chunker.chunks("a.js", "function f(){};".repeat(500))).isEmpty();
        assertThat(FileRole.of("src/test/java/A.java", "", false)).isEqualTo(FileRole.TEST);
        assertThat(FileRole.of("a/b_test.go", "", false)).isEqualTo(FileRole.TEST);
        assertThat(FileRole.of("src/Latest.java", "", false)).isEqualTo(FileRole.SOURCE);
        assertThat(FileRole.of("docs/a.md", "", false)).isEqualTo(FileRole.DOCS);
        assertThat(FileRole.of("package.json", "", false)).isEqualTo(FileRole.DATA);
        assertThat(FileRole.of("a.c", "", true)).isEqualTo(FileRole.FOREIGN);
    }

    @Test
    void hostile_files_do_no_harm() {
        var texts = List.of(
                "{[(".repeat(100_000),
                "class A {\n".repeat(20_000),
                "# " + "x".repeat(900_000),
                "\n".repeat(500_000),
                "\ud83d\ude00\u0000\uffff\ud800é".repeat(50_000),
                "a=".repeat(150_000),
                "@".repeat(300_000) + "\n" + "public ".repeat(50_000));
        for (String path : List.of("a.java", "a.cpp", "a.hs", "a.sh", "a.kt", "a.md", "a.unknown")) {
            for (String text : texts) {
                long began = System.nanoTime();
                var all = Chunker.chunks(path, text, Definitions.of(path, text));
                assertThat(Duration.ofNanos(System.nanoTime() - began))
                        .as(path + " " + texts.indexOf(text))
                        .isLessThan(Duration.ofSeconds(20));
                assertThat(all)
                        .allMatch(chunk -> chunk.firstLine() >= 1 && chunk.firstLine() <= chunk.lastLine())
                        .allMatch(chunk -> chunk.text().length() <= Chunker.TEXT_CHARACTERS_MAX);
            }
        }
    }
}
