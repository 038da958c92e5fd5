// Stages are put in order by dragging their grips; the buttons do the same by keyboard.
for (const list of document.querySelectorAll("[data-sortable]")) {
  window.Sortable.create(list, {
    handle: ".fl-grip",
    animation: 120,
    onEnd: ({ oldIndex, newIndex }) => {
      if (oldIndex === newIndex) return;
      const form = list.closest(".fl-table-wrap").querySelector("[data-order]");
      form.elements.order.value = [...list.children].map((row) => row.dataset.id).join(",");
      form.requestSubmit();
    },
  });
}
