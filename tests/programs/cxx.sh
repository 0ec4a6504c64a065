#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The C++ compiler: exceptions through frames and threads, streams, containers.
cat >x.cc <<'C'
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <future>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <regex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

struct Noise {
    std::string name;
    ~Noise() { std::cout << "~" << name << "\n"; }
};

static int thrower(int n)
{
    Noise noise{"frame " + std::to_string(n)};
    if (n == 0)
        throw std::runtime_error("bottom");
    return thrower(n - 1) + 1;
}

int main()
{
    try {
        thrower(3);
    } catch (const std::exception &e) {
        std::cout << "caught " << e.what() << std::endl;
    }
    int caught = 0;
    for (int i = 0; i < 2000; i++) {
        try {
            if (i % 2)
                throw i;
            throw std::string("s");
        } catch (int) {
            caught++;
        } catch (const std::string &) {
            caught += 2;
        }
    }
    std::cout << caught << "\n";
    std::vector<std::future<int>> f;
    for (int i = 0; i < 6; i++)
        f.push_back(std::async(std::launch::async, [i] {
            if (i == 3)
                throw std::logic_error("from a thread");
            return i * i;
        }));
    for (auto &x : f) {
        try {
            std::cout << x.get() << "\n";
        } catch (const std::logic_error &e) {
            std::cout << e.what() << "\n";
        }
    }
    std::mutex m;
    std::condition_variable c;
    int turn = 0;
    std::vector<std::thread> t;
    std::string order;
    for (int i = 0; i < 4; i++)
        t.emplace_back([&, i] {
            for (int n = 0; n < 50; n++) {
                std::unique_lock l(m);
                c.wait(l, [&] { return turn % 4 == i; });
                order += char('a' + i);
                turn++;
                c.notify_all();
            }
        });
    for (auto &x : t)
        x.join();
    std::cout << order.substr(0, 12) << " " << order.size() << "\n";
    std::map<std::string, int> words;
    std::regex word("[a-z]+");
    std::string text = "one two two three three three";
    for (std::sregex_iterator i(text.begin(), text.end(), word), e; i != e; ++i)
        words[i->str()]++;
    for (auto &[k, v] : words)
        std::cout << k << "=" << v << "\n";
    auto p = std::make_shared<Noise>(Noise{"shared"});
    auto q = std::dynamic_pointer_cast<Noise>(std::shared_ptr<Noise>(p));
    std::cout << p.use_count() << " " << 1.0 / 3 << "\n";
    std::thread([] { throw 1; }).join();
}
C
g++ -std=c++20 -O1 -pthread -o x x.cc && ./x 2>err
echo "status $?"
cat err
