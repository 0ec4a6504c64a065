/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* C++: calls through virtual tables over a mixed list, and exceptions. */
#include "bench.h"

#include <memory>
#include <stdexcept>
#include <vector>

namespace
{

class Shape
{
  public:
    virtual ~Shape() = default;
    virtual uint32_t area() const = 0;
    virtual void grow(uint32_t by) = 0;
};

class Square : public Shape
{
  public:
    explicit Square(uint32_t n) : side(n)
    {
    }
    uint32_t area() const override
    {
        return side * side;
    }
    void grow(uint32_t by) override
    {
        side = (side + by) & 0xff;
    }

  private:
    uint32_t side;
};

class Rectangle : public Shape
{
  public:
    explicit Rectangle(uint32_t n) : width(n), height(n + 3)
    {
    }
    uint32_t area() const override
    {
        return width * height;
    }
    void grow(uint32_t by) override
    {
        width = (width ^ by) & 0x7f;
    }

  private:
    uint32_t width, height;
};

class Triangle : public Shape
{
  public:
    explicit Triangle(uint32_t n) : base(n)
    {
    }
    uint32_t area() const override
    {
        return base * 5 / 2;
    }
    void grow(uint32_t by) override
    {
        if (by == 999)
            throw std::out_of_range("too large");
        base = (base + 2 * by) & 0x1ff;
    }

  private:
    uint32_t base;
};

std::unique_ptr<Shape> make_shape(uint32_t kind, uint32_t size)
{
    switch (kind % 3) {
    case 0: return std::make_unique<Square>(size);
    case 1: return std::make_unique<Rectangle>(size);
    default: return std::make_unique<Triangle>(size);
    }
}

BENCH_CALL uint64_t visit(const std::vector<std::unique_ptr<Shape>> &shapes,
                          uint32_t by)
{
    uint64_t sum = 0;

    for (const auto &shape : shapes) {
        sum += shape->area();
        shape->grow(by);
    }
    return sum;
}

} // namespace

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    std::vector<std::unique_ptr<Shape>> shapes;
    uint32_t seed = 43;
    uint64_t sum = 0;

    for (unsigned i = 0; i < 1000; i++) {
        uint32_t kind = bench_random(&seed);
        shapes.push_back(make_shape(kind, bench_random(&seed) % 100));
    }
    for (unsigned long n = 0; n < scale * 10; n++) {
        try {
            sum = bench_mix(sum, visit(shapes, n % 1000 + n % 20));
        } catch (const std::out_of_range &) {
            sum = bench_mix(sum, 1);
        }
    }
    bench_report("virtual", sum);
    return 0;
}
